package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.testing.BenchmarkData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every benchmark file is read with the counts that the README of the data states. */
class BenchmarkFilesTest {

  /** A line of the tables in the README. */
  record Listed(String path, int rows, OptionalInt positives) {
    @Override
    public String toString() {
      return path;
    }
  }

  static List<Listed> listedFiles() throws IOException {
    var files = new ArrayList<Listed>();
    String folder = "";
    for (String line : Files.readAllLines(BenchmarkData.path("README.md"))) {
      if (line.startsWith("### ")) {
        folder = line.substring(4).strip();
      } else if (line.startsWith("## ")) {
        folder = "";
      } else if (line.startsWith("| ") && !folder.isEmpty() && !line.startsWith("| file |")) {
        String[] cells = line.split("\\|", -1);
        if (!cells[1].isBlank() && !cells[1].contains("---")) {
          files.add(listed(folder, cells));
        }
      }
    }
    return files;
  }

  private static Listed listed(String folder, String[] cells) {
    String positives = cells[4].strip().replace(",", "");
    return new Listed(
        folder + cells[1].strip(),
        Integer.parseInt(cells[3].strip().replace(",", "")),
        positives.equals("–") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(positives)));
  }

  static Stream<Listed> pairFiles() throws IOException {
    return listedFiles().stream().filter(file -> file.positives().isPresent());
  }

  static Stream<Listed> otherFiles() throws IOException {
    return listedFiles().stream().filter(file -> file.positives().isEmpty());
  }

  @Test
  void theReadmeListsEveryDataFile() throws IOException {
    try (Stream<Path> files = Files.walk(BenchmarkData.path(""))) {
      long dataFiles = files.filter(Files::isRegularFile).filter(FileNames::isData).count();

      assertThat(listedFiles()).hasSize((int) dataFiles).hasSizeGreaterThan(50);
    }
  }

  @ParameterizedTest
  @MethodSource("pairFiles")
  void readsTheListedNumberOfPairsAndPositives(Listed file) {
    Path path = BenchmarkData.path(file.path());
    Dataset dataset = DatasetReader.open(path);

    assertThat(dataset.splits()).hasSize(1);
    DatasetSplit split = dataset.splits().get(0);
    assertThat(split.size()).isEqualTo(file.rows());
    assertThat(split.positives()).isEqualTo(file.positives().getAsInt());
    assertThat(split.pairs())
        .allMatch(pair -> !pair.pair().left().attributes().isEmpty())
        .allMatch(pair -> !pair.pair().right().attributes().isEmpty());
    try (Stream<LabeledPair> streamed = DatasetReader.streamPairs(path)) {
      assertThat(streamed.toList().equals(split.pairs())).as("streams the same pairs").isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("otherFiles")
  void readsTheListedNumberOfRowsOfOtherFilesAndSaysThatTheyHoldNoPairs(Listed file) {
    Path path = BenchmarkData.path(file.path());

    try (Stream<Row> rows = DatasetReader.streamRows(path)) {
      assertThat(rows.count()).isEqualTo(file.rows());
    }
    assertThatThrownBy(() -> DatasetReader.open(path))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining(path + ", line 1")
        .hasMessageContaining("hold no labelled pairs; allowed are");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abt-buy", "amazon-google", "dblp-acm", "dblp-scholar", "walmart-amazon"})
  void theTestSetOfADeepMatcherFolderIsTheOneOfThePaper(String folder) {
    Dataset dataset = DatasetReader.open(BenchmarkData.path(folder));
    Dataset paper = DatasetReader.open(BenchmarkData.path(folder + "/paper_test_gs.json.gz"));

    assertThat(dataset.name()).isEqualTo(folder);
    assertThat(dataset.splits())
        .extracting(DatasetSplit::name)
        .containsExactly("train", "valid", "test");
    List<LabeledPair> test = dataset.require(Dataset.TEST).pairs();
    List<LabeledPair> published = paper.require(Dataset.TEST).pairs();
    assertThat(ids(test)).isEqualTo(ids(published));
    assertThat(test)
        .extracting(LabeledPair::label)
        .isEqualTo(published.stream().map(LabeledPair::label).toList());
    assertThat(withNumbersByValue(test)).isEqualTo(withNumbersByValue(published));
  }

  private static List<String> ids(List<LabeledPair> pairs) {
    return pairs.stream().map(pair -> pair.pair().id()).toList();
  }

  /** The one file writes 1999 where the other writes 1999.0. */
  private static List<List<Map<String, String>>> withNumbersByValue(List<LabeledPair> pairs) {
    return pairs.stream()
        .map(LabeledPair::pair)
        .map(pair -> List.of(numbersByValue(pair.left()), numbersByValue(pair.right())))
        .toList();
  }

  private static Map<String, String> numbersByValue(EntityDescription description) {
    var values = new TreeMap<>(description.attributes());
    values.replaceAll(
        (name, value) ->
            value.matches("\\d+(\\.\\d+)?") ? String.valueOf(Double.parseDouble(value)) : value);
    return values;
  }

  @Test
  void numbersKeepTheirDigits() {
    CandidatePair first =
        DatasetReader.open(BenchmarkData.path("amazon-google/paper_test_gs.json.gz"))
            .require(Dataset.TEST)
            .pairs()
            .get(0)
            .pair();

    assertThat(first.left().attribute("price")).contains("5099.0");
    assertThat(first.right().attributes()).containsOnlyKeys("title", "price");
  }

  @Test
  void wdcProductsHasASplitPerFileAndTheRolesOfThePaper() {
    Dataset wdc = DatasetReader.open(BenchmarkData.path("wdc-products"));

    assertThat(wdc.splits())
        .extracting(DatasetSplit::name)
        .containsExactlyInAnyOrder(
            "train_small",
            "train_medium",
            "train_large",
            "valid_small",
            "valid_medium",
            "valid_large",
            "test_000un",
            "test_000un_sampled250",
            "test_050un");
    assertThat(wdc.require(Dataset.TRAIN)).isSameAs(wdc.require("train_small"));
    assertThat(wdc.require(Dataset.VALIDATION)).isSameAs(wdc.require("valid_small"));
    assertThat(wdc.require(Dataset.TEST)).isSameAs(wdc.require("test_050un"));
    assertThat(wdc.require("train_large").size()).isEqualTo(19_835);
    LabeledPair first = wdc.require("train_small").pairs().get(0);
    assertThat(first.pair().id()).isEqualTo("14654897#36425270");
    assertThat(first.annotations().leftEntity()).contains("1102119");
    assertThat(first.annotations().hardNegative()).contains(false);
    assertThat(first.pair().left().attributes()).containsOnlyKeys("title", "price");
  }

  @Test
  void theFilteredTrainingSetIsTheSmallOneWithoutTheDiscardedPairs() {
    List<String> small = texts("wdc-products/wdcproducts80cc20rnd000un_train_small.json.gz");
    List<String> filtered = texts("tailormatch/wdc_train_small_filtered.csv");
    List<String> discarded = texts("tailormatch/wdc_train_small_discarded.csv");

    var rest = new ArrayList<>(small);
    discarded.forEach(pair -> assertThat(rest.remove(pair)).isTrue());

    assertThat(filtered).hasSize(2_006).isEqualTo(rest);
  }

  private static List<String> texts(String file) {
    return DatasetReader.open(BenchmarkData.path(file)).splits().get(0).pairs().stream()
        .map(
            pair ->
                pair.pair().left().attribute("title")
                    + " | "
                    + pair.pair().right().attribute("title")
                    + " | "
                    + pair.label())
        .toList();
  }

  @Test
  void aFolderWithoutSplitsSaysWhatItHolds() {
    Path folder = BenchmarkData.path("tailormatch");

    assertThatThrownBy(() -> DatasetReader.open(folder))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("the folder has no train, valid or test file; found [batch_");
  }
}
