package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.examples.study.Parity;
import io.github.em4j.examples.study.PublishedRun;
import io.github.em4j.examples.study.PublishedScores;
import io.github.em4j.examples.study.RecordedMaterial;
import io.github.em4j.testing.BenchmarkData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's recorded answers, against the scores that were published of them. */
final class RecordedFolderTest {
  @TempDir private Path folder;

  @Test
  void everyFigureThatCanBeComputedAgainComesOutAsPublished() {
    RecordedMaterial material = RecordedFolder.read(BenchmarkData.path("tailormatch"));
    Parity parity = Parity.of(material.runs(), material.fineTuned());
    assertThat(material.datasets()).containsExactly("abt-buy", "amazon-google", "dblp-acm");
    assertThat(parity.cells()).hasSize(12 * 5 + 3);
    assertThat(parity.disagreeing()).isEmpty();
  }

  @Test
  void theBestZeroShotPromptsStandInThePapersTable() {
    RecordedMaterial material = RecordedFolder.read(BenchmarkData.path("tailormatch"));
    PublishedScores.Row zeroShot = material.table().zeroShot(RecordedMaterial.MODEL);
    for (String dataset : material.datasets()) {
      double best =
          material.zeroShot(dataset).stream()
              .map(PublishedRun::f1)
              .max(Comparator.naturalOrder())
              .orElseThrow();
      assertThat(best).as(dataset).isCloseTo(zeroShot.on(dataset), within(0.00005 + 1e-9));
    }
  }

  @Test
  void aFigureThatDiffersIsListed() throws IOException {
    Files.writeString(
        folder.resolve("responses_a.jsonl"),
        """
        {"dataset": "d", "task": "t (Product)", "pair_id": "1#2", "left": "a", "right": "b", "label": 1, "response_raw": "Yes."}
        {"dataset": "d", "task": "t (Product)", "pair_id": "1#3", "left": "a", "right": "c", "label": 0, "response_raw": "Known"}
        """);
    Files.writeString(
        folder.resolve("expected.csv"),
        """
        dataset,task,accuracy,precision,recall,f1,num_minus1
        d,t (Product),1,1,1,0.9,0
        """);
    RecordedMaterial material = RecordedFolder.read(folder);
    Parity parity = Parity.of(material.runs(), material.fineTuned());
    assertThat(parity.disagreeing())
        .singleElement()
        .isEqualTo(new Parity.Cell("d", "t", "F1", 0.9, 1, false));
    assertThat(parity.widestGap().orElseThrow()).isCloseTo(0.1, within(1e-12));
    assertThat(material.runs().get(0).byStrictRule().counts().undecided()).isEqualTo(1);
  }

  @Test
  void saysWhatAFolderLacks() throws IOException {
    assertThatThrownBy(() -> RecordedFolder.read(folder))
        .isInstanceOf(BadArgumentException.class)
        .hasMessageContaining("files 'responses_*.jsonl.gz', found none in " + folder);
    Files.writeString(
        folder.resolve("responses_a.jsonl"),
        """
        {"dataset": "d", "task": "t", "pair_id": "12", "left": "a", "right": "b", "label": 1, "response_raw": "Yes"}
        """);
    assertThatThrownBy(() -> RecordedFolder.read(folder))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("line 1: the pair_id must be LEFT#RIGHT, found '12'");
  }
}
