package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Given.ScoredPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The curves against references that follow the definitions, slowly. */
public class ScoredPredictionsProperties {

  @Property
  void areaUnderRocIsTheShareOfPairsInOrder(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(hasBothClasses(pairs));
    double inOrder = 0;
    int all = 0;
    for (ScoredPair match : pairs) {
      for (ScoredPair nonMatch : pairs) {
        if (match.match() && !nonMatch.match()) {
          inOrder += 0.5 + 0.5 * Math.signum(match.probability() - nonMatch.probability());
          all++;
        }
      }
    }

    assertThat(area(pairs)).isCloseTo(inOrder / all, within(1e-12));
  }

  @Property
  void areaUnderRocIsTheAreaUnderItsPoints(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(hasBothClasses(pairs));
    double area = 0;
    var last = new RocCurve.Point(1, 0, 0);
    for (RocCurve.Point point : Given.scored(pairs).rocCurve().orElseThrow().points()) {
      double width = point.falsePositiveRate() - last.falsePositiveRate();
      area += width * (point.truePositiveRate() + last.truePositiveRate()) / 2;
      last = point;
    }

    assertThat(area(pairs)).isCloseTo(area, within(1e-12));
    assertThat(last.falsePositiveRate()).isEqualTo(1);
    assertThat(last.truePositiveRate()).isEqualTo(1);
  }

  @Property
  void averagePrecisionFollowsItsDefinition(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(pairs.stream().anyMatch(ScoredPair::match));
    double expected = 0;
    double lastRecall = 0;
    var thresholds = new TreeSet<>(pairs.stream().map(ScoredPair::probability).toList());
    for (double threshold : thresholds.descendingSet()) {
      ConfusionCounts counts = countsAt(pairs, threshold);
      expected += (counts.recall() - lastRecall) * counts.precision();
      lastRecall = counts.recall();
    }

    assertThat(averagePrecision(pairs)).isCloseTo(expected, within(1e-12));
  }

  @Property
  void everyPointOfTheCurveIsWhatItsThresholdGives(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(pairs.stream().anyMatch(ScoredPair::match));

    assertThat(Given.scored(pairs).precisionRecallCurve().orElseThrow().points())
        .allSatisfy(
            point -> {
              ConfusionCounts counts = countsAt(pairs, point.threshold());
              assertThat(point.precision()).isEqualTo(counts.precision());
              assertThat(point.recall()).isEqualTo(counts.recall());
            });
  }

  @Property
  void onlyTheOrderOfProbabilitiesCountsForBothAreas(@ForAll("grid") List<ScoredPair> pairs) {
    Assume.that(hasBothClasses(pairs));
    List<ScoredPair> transformed = map(pairs, p -> p * p / 2 + 0.3);

    assertThat(area(transformed)).isEqualTo(area(pairs));
    assertThat(averagePrecision(transformed)).isEqualTo(averagePrecision(pairs));
  }

  @Property
  void exchangedLabelsTurnTheAreaRound(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(hasBothClasses(pairs));
    List<ScoredPair> exchanged =
        pairs.stream().map(p -> new ScoredPair(!p.match(), p.probability())).toList();

    assertThat(area(exchanged)).isCloseTo(1 - area(pairs), within(1e-12));
  }

  @Property
  void aPerfectRankingHasAreaAndAveragePrecisionOne(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(hasBothClasses(pairs));
    List<ScoredPair> perfect =
        pairs.stream()
            .map(p -> new ScoredPair(p.match(), p.probability() / 4 + (p.match() ? 0.6 : 0)))
            .toList();

    assertThat(area(perfect)).isEqualTo(1);
    assertThat(averagePrecision(perfect)).isCloseTo(1, within(1e-12));
  }

  @Property
  void equalProbabilitiesForAllArePureChance(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(hasBothClasses(pairs));
    List<ScoredPair> flat = map(pairs, p -> 0.4);
    double rateOfMatches = (double) pairs.stream().filter(ScoredPair::match).count() / pairs.size();

    assertThat(area(flat)).isEqualTo(0.5);
    assertThat(averagePrecision(flat)).isCloseTo(rateOfMatches, within(1e-12));
  }

  @Property
  void theOrderOfThePairsDoesNotMatter(
      @ForAll("pairs") List<ScoredPair> pairs, @ForAll Random random) {
    var shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, random);

    assertThat(Given.scored(shuffled)).isEqualTo(Given.scored(pairs));
  }

  @Property
  void brierScoreIsTheMeanSquaredDistance(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(!pairs.isEmpty());
    double mean =
        pairs.stream()
            .mapToDouble(p -> Math.pow(p.probability() - (p.match() ? 1 : 0), 2))
            .average()
            .orElseThrow();

    assertThat(Given.scored(pairs).brierScore().orElseThrow()).isCloseTo(mean, within(1e-12));
  }

  @Property
  void logLossIsTheMeanNegativeLogarithm(@ForAll("pairs") List<ScoredPair> pairs) {
    Assume.that(!pairs.isEmpty());
    double mean =
        pairs.stream()
            .mapToDouble(p -> p.match() ? p.probability() : 1 - p.probability())
            .map(p -> -Math.log(Math.max(1e-12, p)))
            .average()
            .orElseThrow();

    assertThat(Given.scored(pairs).logLoss().orElseThrow()).isCloseTo(mean, within(1e-3));
  }

  @Property
  void changedProbabilitiesAreThoseOfThePairsChangedOneByOne(
      @ForAll("pairs") List<ScoredPair> pairs) {
    DoubleUnaryOperator change = p -> Math.floor(4 * p) / 4;

    assertThat(Given.scored(pairs).mapProbabilities(change))
        .isEqualTo(Given.scored(map(pairs, change)));
    Predictions predictions = Given.predictions(pairs);
    assertThat(predictions.mapProbabilities(change).scored())
        .isEqualTo(Given.scored(map(pairs, change)));
    assertThat(predictions.mapProbabilities(change).counts()).isEqualTo(predictions.counts());
  }

  public static boolean hasBothClasses(List<ScoredPair> pairs) {
    return pairs.stream().map(ScoredPair::match).distinct().count() == 2;
  }

  private static double area(List<ScoredPair> pairs) {
    return Given.scored(pairs).rocCurve().orElseThrow().areaUnderCurve();
  }

  private static double averagePrecision(List<ScoredPair> pairs) {
    return Given.scored(pairs).precisionRecallCurve().orElseThrow().averagePrecision();
  }

  private static List<ScoredPair> map(List<ScoredPair> pairs, DoubleUnaryOperator change) {
    return pairs.stream()
        .map(p -> new ScoredPair(p.match(), change.applyAsDouble(p.probability())))
        .toList();
  }

  private static ConfusionCounts countsAt(List<ScoredPair> pairs, double threshold) {
    return pairs.stream()
        .map(
            p ->
                p.probability() >= threshold
                    ? ConfusionCounts.of(p.match() ? 1 : 0, p.match() ? 0 : 1, 0, 0)
                    : ConfusionCounts.of(0, 0, p.match() ? 0 : 1, p.match() ? 1 : 0))
        .reduce(ConfusionCounts.NONE, ConfusionCounts::plus);
  }

  /** Fine and coarse probabilities mixed, so that ties are common but not the rule. */
  @Provide
  public static Arbitrary<List<ScoredPair>> pairs() {
    Arbitrary<Double> fine = Arbitraries.doubles().between(0, 1).ofScale(6);
    return pairsOf(Arbitraries.oneOf(fine, coarse()));
  }

  /** Probabilities far enough apart that a monotone function keeps them apart. */
  @Provide
  Arbitrary<List<ScoredPair>> grid() {
    return pairsOf(coarse());
  }

  private static Arbitrary<Double> coarse() {
    return Arbitraries.integers().between(0, 10).map(i -> i / 10.0);
  }

  private static Arbitrary<List<ScoredPair>> pairsOf(Arbitrary<Double> probabilities) {
    return Combinators.combine(Arbitraries.of(true, false), probabilities)
        .as(ScoredPair::new)
        .list()
        .ofMaxSize(40);
  }
}
