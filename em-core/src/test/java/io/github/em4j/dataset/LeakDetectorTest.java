package io.github.em4j.dataset;

import static io.github.em4j.MatchLabel.MATCH;
import static io.github.em4j.MatchLabel.NON_MATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import io.github.em4j.dataset.LeakReport.PairExample;
import io.github.em4j.dataset.LeakReport.SharedPairs;
import io.github.em4j.dataset.LeakReport.SplitCheck;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import io.github.em4j.testing.BenchmarkData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeakDetectorTest {

  private static final LeakDetector DETECTOR = LeakDetector.withDefaults();

  private static EntityDescription entity(String id, String title) {
    return new EntityDescription(id, Map.of("title", title));
  }

  private static LabeledPair byId(String left, String right, MatchLabel label) {
    return new LabeledPair(
        new CandidatePair(entity(left, "title of " + left), entity(right, "title of " + right)),
        label);
  }

  private static LabeledPair byText(String left, String right, MatchLabel label) {
    return new LabeledPair(new CandidatePair(entity("", left), entity("", right)), label);
  }

  private static SplitOverlap overlap(List<LabeledPair> train, List<LabeledPair> test) {
    LeakReport report =
        DETECTOR.check(List.of(new DatasetSplit("train", train), new DatasetSplit("test", test)));
    assertThat(report.overlaps()).hasSize(1);
    return report.overlap("test", "train").orElseThrow();
  }

  private static SplitCheck check(List<LabeledPair> pairs) {
    return DETECTOR.check(List.of(new DatasetSplit("train", pairs))).splits().get(0);
  }

  private static void assertCounts(
      SharedPairs found, int sameOrder, int anyOrder, int contradictory) {
    assertThat(List.of(found.sameOrder(), found.anyOrder(), found.contradictory()))
        .containsExactly(sameOrder, anyOrder, contradictory);
  }

  @Test
  void findsPairsThatAreInTwoSplitsByIdsInBothOrders() {
    SplitOverlap found =
        overlap(
            List.of(byId("1", "2", MATCH), byId("3", "4", NON_MATCH), byId("5", "6", MATCH)),
            List.of(byId("1", "2", MATCH), byId("4", "3", NON_MATCH), byId("5", "7", MATCH)));

    assertCounts(found.ids(), 1, 2, 0);
    assertCounts(found.texts(), 1, 2, 0);
    assertThat(found.recordIds()).isEqualTo(5);
    assertThat(found.recordTexts()).isEqualTo(5);
    assertThat(found.ids().examples())
        .containsExactly(
            new PairExample("1#2", 1, MATCH, 1, MATCH),
            new PairExample("3#4", 2, NON_MATCH, 2, NON_MATCH));
  }

  @Test
  void noBreakSpacesAroundAValueMakeNoOtherText() {
    SplitOverlap found =
        overlap(
            List.of(byText("canon eos", "nikon", MATCH)),
            List.of(byText("\u00a0canon eos", "nikon \u00a0", MATCH)));

    assertCounts(found.texts(), 1, 1, 0);
  }

  @Test
  void findsPairsThatAreInTwoSplitsByTextWhateverCaseAndWhiteSpace() {
    SplitOverlap found =
        overlap(
            List.of(byText("Canon  EOS 5D", "canon eos", MATCH)),
            List.of(byText("canon eos", " canon\teos\u00a05d ", NON_MATCH)));

    assertCounts(found.ids(), 0, 0, 0);
    assertCounts(found.texts(), 0, 1, 1);
    assertThat(found.recordIds()).isZero();
    assertThat(found.texts().examples())
        .containsExactly(new PairExample("Canon  EOS 5D | canon eos", 1, MATCH, 1, NON_MATCH));
  }

  @Test
  void theBoundariesOfAttributesCount() {
    var split = new EntityDescription("", Map.of("brand", "a b"));
    var joined = new EntityDescription("", Map.of("brand", "a", "title", "b"));
    var other = entity("", "x");

    SplitOverlap found =
        overlap(
            List.of(new LabeledPair(new CandidatePair(split, other), MATCH)),
            List.of(new LabeledPair(new CandidatePair(joined, other), MATCH)));

    assertCounts(found.texts(), 0, 0, 0);
    assertThat(found.recordTexts()).isEqualTo(1);
  }

  @Test
  void comparesOnlyTheAttributesThatAreAskedFor() {
    var full = new EntityDescription("1", Map.of("title", "a", "price", "9"));
    var bare = new EntityDescription("", Map.of("title", "A", "price", "10"));
    var untitled = new EntityDescription("2", Map.of("price", "9"));
    var splits =
        List.of(
            new DatasetSplit(
                "train",
                List.of(
                    new LabeledPair(new CandidatePair(full, full), MATCH),
                    new LabeledPair(new CandidatePair(untitled, untitled), MATCH))),
            new DatasetSplit(
                "test", List.of(new LabeledPair(new CandidatePair(bare, bare), MATCH))));

    LeakReport byTitle = LeakDetector.builder().comparedAttributes("title").build().check(splits);

    assertCounts(byTitle.overlaps().get(0).texts(), 1, 1, 0);
    assertCounts(DETECTOR.check(splits).overlaps().get(0).texts(), 0, 0, 0);
  }

  @Test
  void theOrderOfAttributesMakesNoDifferenceToTheText() {
    var one = EntityDescription.of("").with("title", "a").with("brand", "b");
    var other = EntityDescription.of("").with("brand", "b").with("title", "a");

    SplitOverlap found =
        overlap(
            List.of(new LabeledPair(new CandidatePair(one, one), MATCH)),
            List.of(new LabeledPair(new CandidatePair(other, other), MATCH)));

    assertCounts(found.texts(), 1, 1, 0);
  }

  @Test
  void comparesTwoSplitsByTheAttributesThatBothHave() {
    var full = new EntityDescription("", Map.of("title", "a", "price", "9"));
    var dearer = new EntityDescription("", Map.of("title", "a", "price", "10"));
    var bare = entity("", "A");
    var price = new EntityDescription("", Map.of("price", "9"));

    LeakReport report =
        DETECTOR.check(
            List.of(
                new DatasetSplit("full", List.of(pairOf(full))),
                new DatasetSplit("dearer", List.of(pairOf(dearer))),
                new DatasetSplit("titles", List.of(pairOf(bare))),
                new DatasetSplit("prices", List.of(pairOf(price)))));

    assertCounts(report.overlap("full", "titles").orElseThrow().texts(), 1, 1, 0);
    assertCounts(report.overlap("full", "prices").orElseThrow().texts(), 1, 1, 0);
    assertCounts(report.overlap("full", "dearer").orElseThrow().texts(), 0, 0, 0);
    assertCounts(report.overlap("titles", "prices").orElseThrow().texts(), 0, 0, 0);
  }

  private static LabeledPair pairOf(EntityDescription record) {
    return new LabeledPair(new CandidatePair(record, record), MATCH);
  }

  @Test
  void idsOfTwoSourcesThatCountOnTheirOwnAreNotMistakenForEachOther() {
    LabeledPair train =
        new LabeledPair(new CandidatePair(entity("3", "a"), entity("5", "b")), MATCH);
    LabeledPair test =
        new LabeledPair(new CandidatePair(entity("5", "c"), entity("3", "d")), NON_MATCH);

    SplitOverlap found = overlap(List.of(train), List.of(test));

    assertCounts(found.ids(), 0, 0, 0);
    assertThat(found.recordIds()).isZero();
    assertCounts(check(List.of(train, test)).ids(), 0, 0, 0);
  }

  @Test
  void idsOnExchangedSidesMeanTheSameRecordsWhereThereAreNoTextsToTellOtherwise() {
    var bare =
        new LabeledPair(
            new CandidatePair(EntityDescription.of("5"), EntityDescription.of("3")), NON_MATCH);

    SplitOverlap found = overlap(List.of(byId("3", "5", MATCH)), List.of(bare));

    assertCounts(found.ids(), 0, 1, 1);
    assertThat(found.recordIds()).isEqualTo(2);
  }

  @Test
  void aPairThatIsInBothOrdersAtBothPlacesCountsOnce() {
    List<LabeledPair> both = List.of(byId("1", "2", MATCH), byId("2", "1", MATCH));

    assertCounts(overlap(both, both).ids(), 1, 1, 0);
    assertCounts(overlap(both, both).texts(), 1, 1, 0);
  }

  @Test
  void findsContradictoryLabelsBetweenSplits() {
    SplitOverlap found =
        overlap(
            List.of(byId("1", "2", MATCH), byId("3", "4", MATCH)),
            List.of(byId("1", "2", MATCH), byId("4", "3", NON_MATCH)));

    assertCounts(found.ids(), 1, 2, 1);
    assertThat(found.ids().examples().get(0))
        .isEqualTo(new PairExample("3#4", 2, MATCH, 2, NON_MATCH));
  }

  @Test
  void findsRepeatedAndContradictoryPairsInsideASplit() {
    SplitCheck found =
        check(
            List.of(
                byId("1", "2", MATCH),
                byId("1", "2", MATCH),
                byId("1", "2", MATCH),
                byId("3", "4", NON_MATCH),
                byId("4", "3", MATCH),
                byId("5", "6", MATCH)));

    assertCounts(found.ids(), 1, 2, 1);
    assertThat(found.pairs()).isEqualTo(6);
    assertThat(found.positives()).isEqualTo(5);
    assertThat(found.ids().examples())
        .containsExactly(
            new PairExample("3#4", 4, NON_MATCH, 5, MATCH),
            new PairExample("1#2", 1, MATCH, 2, MATCH));
  }

  @Test
  void findsSharedEntitiesAndLabelsThatContradictThem() {
    LabeledPair right = annotated("1", "2", "e", "e", MATCH);
    LabeledPair wrong = annotated("3", "4", "f", "f", NON_MATCH);
    LabeledPair alsoWrong = annotated("5", "6", "f", "g", MATCH);

    assertThat(check(List.of(right, wrong, alsoWrong)).labelsAgainstEntities()).isEqualTo(2);
    assertThat(overlap(List.of(right, alsoWrong), List.of(wrong)).entities()).isEqualTo(1);
  }

  private static LabeledPair annotated(
      String left, String right, String leftEntity, String rightEntity, MatchLabel label) {
    return new LabeledPair(
        byId(left, right, label).pair(),
        label,
        new PairAnnotations(Optional.of(leftEntity), Optional.of(rightEntity), Optional.empty()));
  }

  @Test
  void pairsWithoutIdsAndTextAreNotComparedWithEachOther() {
    SplitOverlap found =
        overlap(List.of(byText("", "", MATCH)), List.of(byText("", "", NON_MATCH)));

    assertCounts(found.ids(), 0, 0, 0);
    assertCounts(found.texts(), 0, 0, 0);
  }

  @Test
  void examplesAreBounded() {
    List<LabeledPair> pairs =
        IntStream.range(0, 20).mapToObj(i -> byId("l" + i, "r" + i, MATCH)).toList();
    var splits = List.of(new DatasetSplit("a", pairs), new DatasetSplit("b", pairs));

    SharedPairs none =
        LeakDetector.builder().maxExamples(0).build().check(splits).overlaps().get(0).ids();
    SharedPairs five = DETECTOR.check(splits).overlaps().get(0).ids();

    assertCounts(none, 20, 20, 0);
    assertThat(none.examples()).isEmpty();
    assertThat(five.examples()).hasSize(5);
  }

  @Test
  void theReportSaysWhetherThereIsAnythingToWorryAbout() {
    var train = new DatasetSplit("train", List.of(byId("1", "2", MATCH)));
    var clean = new DatasetSplit("clean", List.of(byId("1", "3", MATCH)));
    var leaked = new DatasetSplit("leaked", List.of(byId("2", "1", MATCH)));
    var contradictory = new DatasetSplit("contradictory", List.of(byId("2", "1", NON_MATCH)));

    assertThat(DETECTOR.check(List.of(train, clean)).hasLeaks()).isFalse();
    assertThat(DETECTOR.check(List.of(train, clean)).hasContradictions()).isFalse();
    assertThat(DETECTOR.check(List.of(train, leaked)).hasLeaks()).isTrue();
    assertThat(DETECTOR.check(List.of(train, leaked)).hasContradictions()).isFalse();
    assertThat(DETECTOR.check(List.of(train, contradictory)).hasContradictions()).isTrue();
  }

  @Test
  void refusesTwoSplitsOfOneName() {
    var split = new DatasetSplit("train", List.of());

    assertThatThrownBy(() -> DETECTOR.check(List.of(split, split)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two splits are named 'train'; give each its own name");
    assertThatThrownBy(() -> LeakDetector.builder().maxExamples(-1))
        .hasMessage("the number of examples must be at least 0, found -1");
    assertThatThrownBy(() -> LeakDetector.builder().comparedAttributes())
        .hasMessage("at least one attribute name is needed");
  }

  @Test
  void findsTheOverlapsOfWdcProductsThatTheReadmeOfTheDataLists() {
    Dataset wdc = DatasetReader.open(BenchmarkData.path("wdc-products"));

    LeakReport report = DETECTOR.check(wdc);

    assertOverlap(report, "train_small", 8, 18);
    assertOverlap(report, "valid_small", 11, 19);
    assertOverlap(report, "train_medium", 33, 59);
    assertOverlap(report, "valid_medium", 12, 28);
    assertOverlap(report, "valid_large", 19, 35);
    assertCounts(report.overlap("test_050un", "train_large").orElseThrow().texts(), 84, 172, 0);
    // Two fewer than by ids: one of each order has a description of another length there.
    assertCounts(report.overlap("test_050un", "train_small").orElseThrow().texts(), 7, 16, 0);
    for (String split :
        List.of("train_small", "valid_small", "train_medium", "valid_medium", "valid_large")) {
      SplitOverlap seen = report.overlap("test_000un", split).orElseThrow();
      assertThat(seen.ids().sameOrder()).as(split).isZero();
    }
    assertThat(report.splits()).allMatch(check -> check.ids().contradictory() == 0);
    assertThat(report.splits()).allMatch(check -> check.labelsAgainstEntities() == 0);
  }

  private static void assertOverlap(LeakReport report, String split, int sameOrder, int anyOrder) {
    SplitOverlap found = report.overlap("test_050un", split).orElseThrow();
    assertCounts(found.ids(), sameOrder, anyOrder, 0);
  }
}
