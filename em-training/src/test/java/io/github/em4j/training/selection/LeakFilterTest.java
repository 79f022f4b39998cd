package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.testing.BenchmarkData;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakFilterTest {
  private static LabeledPair withIds(String left, String right, String title) {
    return new LabeledPair(
        new CandidatePair(Given.record(left, title + " l"), Given.record(right, title + " r")),
        MatchLabel.MATCH);
  }

  @Test
  void dropsPairsOfHeldOutSplitsByIdsAndByTextInAnyOrder() {
    LeakFilter filter =
        LeakFilter.against(
            List.of(
                new DatasetSplit("valid", List.of(withIds("1", "2", "lamp"))),
                new DatasetSplit(
                    "test", List.of(Given.match("desk", "Table"), Given.match("x", "y")))));
    List<PairOutcome> outcomes =
        filter.apply(
            Given.trainingPairs(
                withIds("1", "2", "other words"),
                Given.nonMatch("table ", "DESK"),
                Given.nonMatch("table ", "DESK"),
                Given.match("desk", "chair"),
                withIds("7", "8", "lamp").swapped()));

    assertThat(Given.reasons(outcomes))
        .containsExactly(
            "in valid by ids",
            "in test by text",
            "in test by text",
            "not held out",
            "in valid by text");
    assertThat(outcomes.get(1).details()).isEqualTo(Map.of("row", "1", "label", "1"));
    assertThat(Given.keys(outcomes)).containsExactly("t:4");
  }

  @Test
  void comparesOnlyTheAttributesThatItIsTold() {
    LabeledPair priced =
        new LabeledPair(
            new CandidatePair(
                Given.record("", "desk").with("price", "9"), Given.record("", "table")),
            MatchLabel.MATCH);
    LeakFilter all =
        LeakFilter.against(
            List.of(new DatasetSplit("test", List.of(priced, Given.match("a", "b")))));
    List<TrainingPair> pairs =
        Given.trainingPairs(
            Given.match("desk", "table"),
            new LabeledPair(
                new CandidatePair(
                    Given.record("", "unlike").with("price", "1"), Given.record("", "anything")),
                MatchLabel.MATCH));

    assertThat(Given.keys(all.apply(pairs))).hasSize(2);
    assertThat(Given.keys(all.comparing("title").apply(pairs))).containsExactly("t:2");
    assertThat(all.settings()).isNotEqualTo(all.comparing("title").settings());
  }

  @Test
  void saysTheSameSettingsInAllLanguages() {
    LeakFilter filter =
        LeakFilter.against(List.of(new DatasetSplit("test", List.of(Given.match("a", "b")))));
    Map<String, String> settings = filter.settings();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(filter.settings()).isEqualTo(settings);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(settings.get("heldOut.1")).startsWith("test, 1 pairs, sha256 ");
  }

  @Test
  void findsTheKnownLeaksOfWdc(@TempDir Path folder) {
    DatasetSplit train = wdc("000un_train_small", "train");
    DatasetSplit test = wdc("050un_gs", "test");
    TrainingSetPipeline.Builder pipeline =
        TrainingSetPipeline.builder().source(train).heldOut(test);

    assertThat(pipeline.build().run(folder.resolve("before")).summary().leaks())
        .singleElement()
        .matches(leaks -> leaks.byIds() == 18 && leaks.contradictory() == 0);
    TrainingSet clean =
        pipeline.step(LeakFilter.against(List.of(test))).build().run(folder.resolve("after"));
    assertThat(clean.summary().leaks())
        .containsExactly(new TrainingSetSummary.Leaks("test", 4500, 0, 0, 0));
    assertThat(clean.pairs()).hasSizeBetween(2500 - 40, 2500 - 18);
  }

  /** Only one file: the whole data set takes seconds to read. */
  private static DatasetSplit wdc(String file, String split) {
    return DatasetReader.open(
            BenchmarkData.path("wdc-products/wdcproducts80cc20rnd" + file + ".json.gz"))
        .require(split);
  }
}
