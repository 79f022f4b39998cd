package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.AttributeComparison;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.StructuredExplanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineMatcherTest {

  private static final List<LabeledPair> TRAIN = InventedPairs.pairs(240, 1);
  private static final List<LabeledPair> VALIDATION = InventedPairs.pairs(90, 2);
  private static final List<LabeledPair> TEST = InventedPairs.pairs(90, 3);
  private static final List<CandidatePair> TEST_PAIRS =
      TEST.stream().map(LabeledPair::pair).toList();

  private static final BaselineMatcher MATCHER = train(7, 2);

  private static BaselineMatcher train(long seed, int threads) {
    var options = BaselineOptions.builder().trees(10).seed(seed).threads(threads).build();
    return new BaselineTrainer(options).train("invented", TRAIN, VALIDATION);
  }

  @AfterAll
  static void close() {
    MATCHER.close();
  }

  private static List<Double> probabilities(BaselineMatcher matcher, List<CandidatePair> pairs) {
    return matcher.matchAll(pairs).stream()
        .map(outcome -> ((MatchDecision) outcome).matchProbability().orElseThrow())
        .toList();
  }

  @Test
  void learnsWhatMakesAMatch() {
    List<MatchOutcome> outcomes = MATCHER.matchAll(TEST_PAIRS);
    long right = 0;
    for (int i = 0; i < TEST.size(); i++) {
      boolean match = ((MatchDecision) outcomes.get(i)).isMatch();
      right += match == TEST.get(i).label().isMatch() ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(TEST.size() - 2);
  }

  @Test
  void aLoadedMatcherDecidesAsTheSavedOne(@TempDir Path folder) {
    Path file = folder.resolve("invented.baseline");
    MATCHER.save(file);
    try (BaselineMatcher loaded = BaselineMatcher.load(file)) {
      assertThat(loaded.matchAll(TEST_PAIRS)).isEqualTo(MATCHER.matchAll(TEST_PAIRS));
      assertThat(loaded.modelCard()).isEqualTo(MATCHER.modelCard());
      assertThat(loaded.features().names()).isEqualTo(MATCHER.features().names());
    }
  }

  @Test
  void theSameTrainingGivesTheSameBytesWithAnyNumberOfThreads(@TempDir Path folder)
      throws IOException {
    for (int threads : new int[] {1, 3}) {
      try (BaselineMatcher matcher = train(7, threads)) {
        matcher.save(folder.resolve("threads" + threads));
      }
    }
    assertThat(Files.readAllBytes(folder.resolve("threads1")))
        .isEqualTo(Files.readAllBytes(folder.resolve("threads3")));
  }

  @Test
  void theOrderOfTheSidesDoesNotMatter() {
    assertThat(probabilities(MATCHER, TEST_PAIRS.stream().map(CandidatePair::swapped).toList()))
        .isEqualTo(probabilities(MATCHER, TEST_PAIRS));
  }

  @Test
  void anotherSeedGivesAnotherForest() {
    try (BaselineMatcher other = train(8, 2)) {
      assertThat(probabilities(other, TEST_PAIRS)).isNotEqualTo(probabilities(MATCHER, TEST_PAIRS));
    }
  }

  @Test
  void explainsEachAttributeByTheNamesOfTheRecord() {
    var left = EntityDescription.of("1").with("name", "Acme AX-100 desk lamp").with("price", "50");
    var right = EntityDescription.of("2").with("title", "Acme AX-100 desk lamp");
    MatchDecision decision = MATCHER.match(new CandidatePair(left, right));
    assertThat(decision.explanation()).containsInstanceOf(StructuredExplanation.class);
    List<AttributeComparison> comparisons =
        ((StructuredExplanation) decision.explanation().orElseThrow()).comparisons();
    assertThat(comparisons)
        .extracting(AttributeComparison::attribute)
        .containsExactlyInAnyOrder("name", "price");
    for (AttributeComparison comparison : comparisons) {
      assertThat(comparison.importance()).isEmpty();
      if (comparison.attribute().equals("name")) {
        assertThat(comparison.left()).hasValue("Acme AX-100 desk lamp");
        assertThat(comparison.right()).hasValue("Acme AX-100 desk lamp");
        assertThat(comparison.similarity().orElseThrow()).isGreaterThan(0.999);
      } else {
        assertThat(comparison.left()).hasValue("50");
        assertThat(comparison.right()).isEmpty();
        assertThat(comparison.similarity()).isEmpty();
      }
    }
  }

  @Test
  void aPairOfAnotherSchemaIsDecidedBySharedTextAlone() {
    var same = "Globex QX-777 coffee maker";
    assertThat(probability(MATCHER, same, same))
        .isGreaterThan(probability(MATCHER, same, "Globex RT-120 coffee maker"));
  }

  private static double probability(BaselineMatcher matcher, String left, String right) {
    return matcher
        .match(
            new CandidatePair(
                EntityDescription.of("l").with("bezeichnung", left),
                EntityDescription.of("r").with("bezeichnung", right)))
        .matchProbability()
        .orElseThrow();
  }

  @Test
  void provenanceNamesDataSeedAndThreshold() {
    assertThat(MATCHER.provenance().matcher()).isEqualTo("baseline");
    assertThat(MATCHER.provenance().fact(Provenance.TRAINED_ON)).hasValue("invented");
    assertThat(MATCHER.provenance().fact(Provenance.SEED)).hasValue("7");
    assertThat(MATCHER.provenance().fact("threshold"))
        .hasValue(Double.toString(MATCHER.modelCard().threshold()));
    assertThat(MATCHER.provenance().fact("fallbackThreshold"))
        .hasValue(Double.toString(MATCHER.modelCard().fallbackThreshold()));
    assertThat(MATCHER.provenance().fact("validation")).hasValue("90 pairs of a validation split");
  }

  @Test
  void theFallbackThresholdIsTheOneThatDecidesPairsOfAnotherSchema() {
    var matcher =
        new BaselineMatcher(modelOf(new MatchClassifier(leaf(0.5), CALIBRATION, 0.9, 1), 0.1));
    try (matcher) {
      assertThat(matcher.match(TEST_PAIRS.get(0)).isMatch()).isFalse();
      var foreign =
          new CandidatePair(
              EntityDescription.of("l").with("bezeichnung", "a"),
              EntityDescription.of("r").with("bezeichnung", "b"));
      assertThat(matcher.match(foreign).isMatch()).isTrue();
      assertThat(matcher.provenance().fact("threshold")).hasValue("0.9");
      assertThat(matcher.provenance().fact("fallbackThreshold")).hasValue("0.1");
    }
  }

  @Test
  void aPairThatCannotBeDecidedFailsAlone() {
    // By design no tree holds NaN; one that does stands for any bug that shows for one pair only.
    int shared = MATCHER.features().names().indexOf("title.missing");
    var broken =
        new Forest(
            List.of(
                new DecisionTree(
                    new int[] {shared, DecisionTree.LEAF, DecisionTree.LEAF},
                    new double[] {0.25, 0.5, Double.NaN},
                    new int[] {2, 0, 0})));
    var bare =
        new CandidatePair(
            EntityDescription.of("l").with("name", "Acme").with("price", "5"),
            EntityDescription.of("r"));
    try (var matcher =
        new BaselineMatcher(modelOf(new MatchClassifier(broken, CALIBRATION, 0.5, 1), 0.5))) {
      List<MatchOutcome> outcomes =
          matcher.matchAll(List.of(TEST_PAIRS.get(0), bare, TEST_PAIRS.get(1)));
      assertThat(outcomes.get(0)).isInstanceOf(MatchDecision.class);
      assertThat(outcomes.get(1))
          .isInstanceOfSatisfying(
              MatchFailure.class,
              failure ->
                  assertThat(failure.error()).hasMessageStartingWith("cannot decide pair 'l#r': "));
      assertThat(outcomes.get(2)).isInstanceOf(MatchDecision.class);
    }
  }

  private static final PlattScaling CALIBRATION = new PlattScaling(1, 0);

  private static Forest leaf(double probability) {
    return new Forest(
        List.of(
            new DecisionTree(
                new int[] {DecisionTree.LEAF}, new double[] {probability}, new int[] {0})));
  }

  private static BaselineModel modelOf(MatchClassifier full, double fallbackThreshold) {
    var card =
        new BaselineModelCard(
            "invented", 2, 1, 2, false, 1, full.threshold(), fallbackThreshold, 1, 0, "test");
    var fallback = new MatchClassifier(leaf(0.5), CALIBRATION, fallbackThreshold, 1);
    return new BaselineModel(card, MATCHER.features(), full, fallback);
  }
}
