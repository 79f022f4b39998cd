package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepMatcherWriterTest {

  @TempDir Path temp;

  @Test
  void writesWhatTheReaderReads() {
    for (var builder : List.of(SyntheticBenchmark.products(), SyntheticBenchmark.publications())) {
      Dataset written =
          builder.trainPairs(300).validationPairs(50).testPairs(100).build().generate();
      Path folder = temp.resolve(written.name());

      DeepMatcherWriter.write(written, folder);

      Dataset read = DatasetReader.open(folder);
      assertThat(read.name()).isEqualTo(written.name());
      for (DatasetSplit split : written.splits()) {
        assertThat(contents(read.require(split.name()))).isEqualTo(contents(split));
      }
    }
  }

  @Test
  void quotesWhatWouldEndACell() throws IOException {
    var left = EntityDescription.of("1").with("title", "24\" screen, black");
    var right = EntityDescription.of("2").with("title", "two\nlines");

    DeepMatcherWriter.write(dataset(left, right), temp.resolve("d"));

    assertThat(temp.resolve("d/tableA.csv")).hasContent("id,title\n1,\"24\"\" screen, black\"\n");
    assertThat(Files.readString(temp.resolve("d/tableB.csv")))
        .isEqualTo("id,title\n2,\"two\nlines\"\n");
    assertThat(temp.resolve("d/train.csv")).hasContent("ltable_id,rtable_id,label\n1,2,1\n");
  }

  @Test
  void leavesAFolderWithFilesAlone() throws IOException {
    Files.writeString(temp.resolve("precious.txt"), "mine");

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(
            () -> DeepMatcherWriter.write(SyntheticBenchmark.products().build().generate(), temp))
        .withMessageContaining("has files already");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).containsExactly(temp.resolve("precious.txt"));
    }
  }

  @Test
  void refusesRecordsThatTheFormCannotHold() {
    var record = EntityDescription.of("1").with("title", "lamp");
    for (EntityDescription wrong :
        List.of(
            EntityDescription.of("").with("title", "lamp"),
            EntityDescription.of("2").with("id", "7"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DeepMatcherWriter.write(dataset(wrong, record), temp.resolve("d")));
    }
    assertThat(temp.resolve("d")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "a/b", "a\\b", "..", "tableA", "TABLEb", "train.csv", "tr ain"})
  void refusesASplitWhoseNameIsNoSafeNameOfAFile(String name) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("below"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DeepMatcherWriter.write(
                    new Dataset("d", List.of(new DatasetSplit(name, List.of()))),
                    folder.resolve("d")))
        .withMessageContaining("found '" + name + "'");
    try (Stream<Path> files = Files.walk(temp)) {
      assertThat(files).containsExactly(temp, folder);
    }
  }

  private static Dataset dataset(EntityDescription left, EntityDescription right) {
    var labeled = new LabeledPair(new CandidatePair(left, right), MatchLabel.MATCH);
    return new Dataset("d", List.of(new DatasetSplit(Dataset.TRAIN, List.of(labeled))));
  }

  /** The reader puts the source before an id, and the order of empty cells is that of the table. */
  private static List<List<Object>> contents(DatasetSplit split) {
    return split.pairs().stream()
        .map(
            labeled ->
                List.<Object>of(
                    labeled.label(),
                    labeled.pair().left().attributes(),
                    labeled.pair().right().attributes()))
        .toList();
  }

  @Test
  void keepsTheOrderOfAttributes() throws IOException {
    var left = new EntityDescription("1", Map.of("title", "lamp"));
    DeepMatcherWriter.write(dataset(left.with("brand", "b"), left), temp.resolve("d"));
    assertThat(temp.resolve("d/tableA.csv")).hasContent("id,title,brand\n1,lamp,b\n");
  }
}
