package io.github.em4j.evaluation.abstention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;
import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/** The curve and the thresholds against references that try everything. */
class AbstentionProperties {

  /** A label, an answer and how probable a match is. */
  record Row(boolean match, Answer answer, double probability) {

    /** Below all others where there is no answer. */
    double confidence() {
      return switch (answer) {
        case MATCH -> probability;
        case NON_MATCH -> 1 - probability;
        case UNDECIDED, FAILED -> -1;
      };
    }

    boolean isWrong() {
      return answer != (match ? Answer.MATCH : Answer.NON_MATCH);
    }
  }

  @Property
  void aReviewTakesAllPairsUpToSomeConfidenceAndNeverMoreThanItsShare(
      @ForAll("rows") List<Row> rows,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double share) {
    // The greatest number of pairs at or below some confidence that fits into the share.
    List<Row> reviewed = List.of();
    for (Row last : rows) {
      List<Row> upTo = rows.stream().filter(r -> r.confidence() <= last.confidence()).toList();
      if ((double) upTo.size() / rows.size() <= share && upTo.size() > reviewed.size()) {
        reviewed = upTo;
      }
    }
    double border = reviewed.stream().mapToDouble(Row::confidence).max().orElse(-2);
    List<Row> kept = rows.stream().filter(r -> r.confidence() > border).toList();

    AbstentionPoint point = AbstentionCurve.of(predictions(rows)).review(share);

    assertThat(point.reviewed()).isEqualTo(counts(reviewed));
    assertThat(point.kept()).isEqualTo(counts(kept));
    assertThat(point.coverage()).isEqualTo((double) kept.size() / rows.size());
    assertThat(point.reviewedShare()).isEqualTo((double) reviewed.size() / rows.size());
  }

  @Property
  void theScoresOfAPointFollowTheirDefinitions(@ForAll("rows") List<Row> rows) {
    long allErrors = rows.stream().filter(Row::isWrong).count();
    for (AbstentionPoint point : AbstentionCurve.of(predictions(rows)).points()) {
      long keptErrors = allErrors;
      if (point.errorsCaught().isPresent()) {
        keptErrors = Math.round(allErrors * (1 - point.errorsCaught().getAsDouble()));
      } else {
        assertThat(allErrors).isZero();
      }
      if (point.kept().total() > 0) {
        assertThat(point.risk().orElseThrow())
            .isEqualTo((double) keptErrors / point.kept().total());
        assertThat(point.risk().orElseThrow())
            .isCloseTo(1 - point.kept().accuracy(), within(1e-12));
      } else {
        assertThat(point.risk()).isEmpty();
      }
      ConfusionCounts after = point.afterReview();
      assertThat(after.total()).isEqualTo(rows.size());
      assertThat(after.accuracy()).isCloseTo(1 - (double) keptErrors / rows.size(), within(1e-12));
      assertThat(after.matches().total()).isEqualTo(rows.stream().filter(Row::match).count());
      assertThat(after.f1()).isGreaterThanOrEqualTo(counts(rows).f1());
    }
  }

  @Property
  void theCurveGoesFromAllKeptToAllReviewed(@ForAll("rows") List<Row> rows) {
    List<AbstentionPoint> points = AbstentionCurve.of(predictions(rows)).points();

    assertThat(points)
        .hasSize((int) rows.stream().mapToDouble(Row::confidence).distinct().count() + 1);
    assertThat(points.get(0).kept()).isEqualTo(counts(rows));
    assertThat(points.get(0).coverage()).isEqualTo(1);
    assertThat(points.get(points.size() - 1).reviewed()).isEqualTo(counts(rows));
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.get(i).coverage()).isLessThan(points.get(i - 1).coverage());
      assertThat(points.get(i).kept().plus(points.get(i).reviewed())).isEqualTo(counts(rows));
    }
  }

  @Property(tries = 150)
  void theAreaIsTheMeanOverAllOrdersThatConfidenceAllows(@ForAll("fewRows") List<Row> rows) {
    var areas = new ArrayList<Double>();
    collectAreas(new ArrayList<>(), new ArrayList<>(rows), areas);
    double expected = areas.stream().mapToDouble(area -> area).average().orElseThrow();

    assertThat(AbstentionCurve.of(predictions(rows)).areaUnderRiskCoverage())
        .isCloseTo(expected, within(1e-12));
  }

  @Property(tries = 150)
  void theExcessIsWhatTheBestOrderWouldSave(@ForAll("fewRows") List<Row> rows) {
    List<Row> best = new ArrayList<>(rows.stream().filter(r -> !r.isWrong()).toList());
    best.addAll(rows.stream().filter(Row::isWrong).toList());
    AbstentionCurve curve = AbstentionCurve.of(predictions(rows));

    assertThat(curve.excessArea())
        .isGreaterThanOrEqualTo(0)
        .isCloseTo(curve.areaUnderRiskCoverage() - area(best), within(1e-12));
  }

  /** Draws one of the most confident pairs left, each in turn. */
  private static void collectAreas(List<Row> ordered, List<Row> left, List<Double> areas) {
    if (left.isEmpty()) {
      areas.add(area(ordered));
      return;
    }
    double highest = left.stream().mapToDouble(Row::confidence).max().orElseThrow();
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i).confidence() == highest) {
        var rest = new ArrayList<>(left);
        ordered.add(rest.remove(i));
        collectAreas(ordered, rest, areas);
        ordered.remove(ordered.size() - 1);
      }
    }
  }

  private static double area(List<Row> ordered) {
    double sum = 0;
    int wrong = 0;
    for (int k = 1; k <= ordered.size(); k++) {
      wrong += ordered.get(k - 1).isWrong() ? 1 : 0;
      sum += (double) wrong / k;
    }
    return sum / ordered.size();
  }

  @Property
  void noOtherThresholdKeepsMorePairsAtTheRisk(
      @ForAll("rows") List<Row> rows,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double risk) {
    int most = 0;
    for (Row lowest : rows) {
      List<Row> kept = keptFrom(rows, lowest);
      long wrong = kept.stream().filter(Row::isWrong).count();
      if (!kept.isEmpty() && (double) wrong / kept.size() <= risk) {
        most = Math.max(most, kept.size());
      }
    }

    check(rows, AbstentionThreshold.forRiskOn(predictions(rows), risk), most)
        .ifPresent(point -> assertThat(point.risk().orElseThrow()).isLessThanOrEqualTo(risk));
  }

  @Property
  void noOtherThresholdKeepsMorePairsAtThePrecision(
      @ForAll("rows") List<Row> rows, @ForAll @DoubleRange(min = 0.01, max = 1) double precision) {
    int most = 0;
    for (Row lowest : rows) {
      List<Row> kept = keptFrom(rows, lowest);
      long predicted = kept.stream().filter(r -> r.answer() == Answer.MATCH).count();
      long found = kept.stream().filter(r -> r.answer() == Answer.MATCH && r.match()).count();
      if (predicted > 0 && (double) found / predicted >= precision) {
        most = Math.max(most, kept.size());
      }
    }

    check(rows, AbstentionThreshold.forPrecisionOn(predictions(rows), precision), most)
        .ifPresent(point -> assertThat(point.kept().precision()).isGreaterThanOrEqualTo(precision));
  }

  private static List<Row> keptFrom(List<Row> rows, Row lowest) {
    return rows.stream()
        .filter(r -> r.confidence() >= 0 && r.confidence() >= lowest.confidence())
        .toList();
  }

  private static Optional<AbstentionPoint> check(
      List<Row> rows, Optional<AbstentionThreshold> threshold, int most) {
    assertThat(threshold.isPresent()).isEqualTo(most > 0);
    if (threshold.isEmpty()) {
      return Optional.empty();
    }
    Predictions predictions = predictions(rows);
    AbstentionPoint point = threshold.get().applyTo(predictions);
    assertThat(point.kept().total()).isEqualTo(most);
    assertThat(predictions.stream().filter(threshold.get()::keeps)).hasSize(most);
    AbstentionThreshold.Choice choice = threshold.get().choice().orElseThrow();
    assertThat(choice.coverage()).isEqualTo(point.coverage());
    assertThat(choice.risk()).isEqualTo(point.risk().orElseThrow());
    return Optional.of(point);
  }

  private static Predictions predictions(List<Row> rows) {
    var labels = new StringBuilder();
    rows.forEach(row -> labels.append(row.match() ? '1' : '0'));
    var split = Given.split("valid", labels.toString());
    var predictions = new ArrayList<Prediction>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      // A failed pair has no probability, an undecided one may have one.
      OptionalDouble probability =
          row.answer() == Answer.FAILED
              ? OptionalDouble.empty()
              : OptionalDouble.of(row.probability());
      predictions.add(new Prediction(split.pairs().get(i), row.answer(), probability));
    }
    return Predictions.ofPredictions(split, predictions);
  }

  private static ConfusionCounts counts(List<Row> rows) {
    ConfusionCounts sum = ConfusionCounts.NONE;
    for (Row row : rows) {
      AnswerCounts one =
          new AnswerCounts(
              row.answer() == Answer.MATCH ? 1 : 0,
              row.answer() == Answer.NON_MATCH ? 1 : 0,
              row.answer() == Answer.UNDECIDED ? 1 : 0,
              row.answer() == Answer.FAILED ? 1 : 0);
      sum =
          sum.plus(
              row.match()
                  ? new ConfusionCounts(one, AnswerCounts.NONE)
                  : new ConfusionCounts(AnswerCounts.NONE, one));
    }
    return sum;
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return row().list().ofMinSize(1).ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Row>> fewRows() {
    return row().list().ofMinSize(1).ofMaxSize(6);
  }

  /** Coarse probabilities, so that ties are common; a third of the pairs without an answer. */
  private static Arbitrary<Row> row() {
    Arbitrary<Answer> answers =
        Arbitraries.of(
            Answer.MATCH,
            Answer.NON_MATCH,
            Answer.MATCH,
            Answer.NON_MATCH,
            Answer.UNDECIDED,
            Answer.FAILED);
    Arbitrary<Double> probabilities = Arbitraries.integers().between(0, 8).map(i -> i / 8.0);
    return Combinators.combine(Arbitraries.of(true, false), answers, probabilities).as(Row::new);
  }
}
