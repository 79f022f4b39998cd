package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.study.EvaluationSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyDataTest {
  @TempDir private Path folder;

  private StudyData open(Path test) {
    String settings =
        "test: ['%s']\nmatchers: {tiny: {kind: llama, model: tiny}}\n".formatted(test);
    return StudyData.open(
        StudyPlan.of(SettingsFile.parse(settings, "s.yaml")), new PrintWriter(new StringWriter()));
  }

  private Path pairs(String name) throws IOException {
    return Files.writeString(
        folder.resolve(name), "left,right,label\na one,a one,1\nb two,c three,0\n");
  }

  @Test
  void aFileAloneIsTestedOnWhateverItIsCalled() throws IOException {
    EvaluationSet test = open(pairs("pairs.csv")).targets().get(0).test();
    assertThat(test.dataset()).isEqualTo("pairs");
    assertThat(test.split().name()).isEqualTo("test");
    assertThat(test.split().size()).isEqualTo(2);
  }

  @Test
  void aSplitThatIsATestSplitByNameKeepsIt() throws IOException {
    EvaluationSet test = open(pairs("test_large.csv")).targets().get(0).test();
    assertThat(test.split().name()).startsWith("test");
  }
}
