package io.github.em4j.evaluation.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlicingsTest {

  @Test
  void hardNegativesStandByThemselvesAndWithAllMatches() {
    DatasetSplit split =
        Given.split(
            Given.corner('1', false),
            Given.corner('0', true),
            Given.corner('0', false),
            Given.pair('0', "x", "y"));

    assertThat(cut(Slicings.cornerCases(), split))
        .containsExactly(
            Map.entry("hard negatives", List.of(1)),
            Map.entry("other non-matches", List.of(2)),
            Map.entry("matches and hard negatives", List.of(0, 1)),
            Map.entry("matches and other non-matches", List.of(0, 2)),
            Map.entry("non-matches without annotation", List.of(3)));
  }

  @Test
  void matchesStandBesideNonMatchesOnlyWhereThereAreSome() {
    DatasetSplit split = Given.split(Given.pair('1', "x", "x"), Given.corner('0', true));

    assertThat(cut(Slicings.cornerCases(), split))
        .containsEntry("matches and hard negatives", List.of(0, 1))
        .containsEntry("matches and other non-matches", List.of());
  }

  @Test
  void entitiesAreKnownByTheirKeys() {
    DatasetSplit training = Given.split(Given.keyed('1', "e1", "e1"), Given.keyed('0', "e2", "e3"));
    DatasetSplit split =
        Given.split(
            Given.keyed('1', "e9", "e9"),
            Given.keyed('0', "e3", "e9"),
            Given.keyed('0', "e2", "e1"));

    assertThat(cut(Slicings.unseenEntities(training), split))
        .containsExactly(
            Map.entry("neither side seen", List.of(0)),
            Map.entry("one side seen", List.of(1)),
            Map.entry("both sides seen", List.of(2)));
  }

  @Test
  void recordsWithoutKeysAreKnownByTheirExactText() {
    DatasetSplit training =
        Given.split(
            Given.pair('1', Given.entity("7", "title", "lamp", "price", "1"), Given.entity("8")));
    DatasetSplit split =
        Given.split(
            // Another order and another id are the same text.
            Given.pair(
                '1',
                Given.entity("1", "price", "1", "title", "lamp"),
                Given.entity("2", "title", "lamp")),
            Given.keyed('0', "e1", "e2"));

    assertThat(cut(Slicings.unseenEntities(training), split))
        .containsEntry("one side seen", List.of(0))
        .containsEntry("neither side seen", List.of(1));
  }

  @Test
  void aSourceThatNeverStatesAnAttributeDoesNotLackIt() {
    DatasetSplit split =
        Given.split(
            Given.pair(
                '1',
                Given.entity("1", "title", "x", "price", "1"),
                Given.entity("2", "title", "x", "brand", "b")),
            Given.pair('0', Given.entity("3", "title", "x"), Given.entity("4", "title", "y")),
            Given.pair('0', Given.entity("5", "price", "2"), Given.entity("6", "brand", "b")));

    assertThat(cut(Slicings.missingValues(), split))
        .containsExactly(
            Map.entry("no value missing", List.of(0)),
            Map.entry("1 value missing", List.of()),
            Map.entry("2 values missing", List.of(1, 2)),
            Map.entry("3 or more values missing", List.of()));
    assertThat(cut(Slicings.missingAttributes(), split))
        .containsExactly(
            Map.entry("no value missing", List.of(0)),
            Map.entry("title missing on both sides", List.of(2)),
            Map.entry("price missing on one side", List.of(1)),
            Map.entry("brand missing on one side", List.of(1)));
  }

  @Test
  void pairsOfEqualLengthStayTogether() {
    DatasetSplit split =
        Given.split(
            Given.pair('1', "a", "b"),
            Given.pair('1', "a b c d", "a b c d"),
            Given.pair('0', "a", "b"),
            Given.pair('0', "c", "d"),
            Given.pair('0', "a b", "c"));

    assertThat(cut(Slicings.lengths(2), split))
        .containsExactly(
            Map.entry("2 words", List.of(0, 2, 3)), Map.entry("3 to 8 words", List.of(1, 4)));
    assertThat(cut(Slicings.lengths(1), split)).containsOnlyKeys("2 to 8 words");
    assertThat(cut(Slicings.lengths(4), Given.split())).isEmpty();
  }

  @Test
  void theMostFrequentValuesOfAnAttributeHaveSlices() {
    DatasetSplit split =
        Given.split(
            category("Lamps", ""),
            category("", " lamps"),
            category("Chairs", "Lamps"),
            category("other values", ""),
            category("", ""));

    assertThat(cut(Slicings.attribute("category", 2), split))
        .containsExactly(
            Map.entry("'lamps'", List.of(0, 1)),
            Map.entry("'chairs'", List.of(2)),
            Map.entry("other values", List.of(3)),
            Map.entry("no value", List.of(4)));
  }

  @Test
  void anyPropertyCutsASplit() {
    DatasetSplit split = Given.split(Given.pair('1', "x", "x"), Given.pair('0', "x", "y"));

    Slicing sameTitle =
        Slicings.where(
            "same title", p -> p.pair().left().attributes().equals(p.pair().right().attributes()));

    assertThat(cut(sameTitle, split))
        .containsExactly(
            Map.entry("same title", List.of(0)), Map.entry("not same title", List.of(1)));
    assertThat(cut(Slicings.by("label", p -> p.label().name()), split))
        .containsOnlyKeys("MATCH", "NON_MATCH");
  }

  @ParameterizedTest
  @CsvSource({
    "corner-cases, corner-cases",
    "unseen-entities, unseen-entities",
    "missing-values, missing-values",
    "missing-attributes, missing-attributes",
    "length, length:4",
    "length:7, length:7",
    "attribute:brand, attribute:brand:8",
    "attribute:brand:3, attribute:brand:3"
  })
  void aNameStandsForASlicing(String given, String name) {
    assertThat(Slicings.named(given, Optional.of(Given.split())).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lengths",
        "length:0",
        "length:x",
        "attribute",
        "attribute:",
        "attribute:a:0",
        "corner-cases:1",
        "attribute:a:b:c"
      })
  void refusesOtherNames(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slicings.named(name, Optional.of(Given.split())));
  }

  @Test
  void unseenEntitiesNeedATrainingSplit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slicings.named("unseen-entities", Optional.empty()))
        .withMessageContaining("training split");
    assertThat(Slicings.standard(Optional.empty()))
        .extracting(Slicing::name)
        .doesNotContain("unseen-entities");
  }

  private static LabeledPair category(String left, String right) {
    return Given.pair(
        '0',
        Given.entity("a", "title", "x", "category", left),
        Given.entity("b", "title", "y", "category", right));
  }

  private static Map<String, List<Integer>> cut(Slicing slicing, DatasetSplit split) {
    var rows = new LinkedHashMap<String, List<Integer>>();
    slicing.cut(split).forEach(slice -> rows.put(slice.name(), slice.rows()));
    return rows;
  }
}
