package io.github.em4j.evaluation.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Given;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/** The choice of thresholds against a reference that tries all of them. */
class CascadeProperties {

  /** A label and what both matchers answered; no probability where the number is negative. */
  record Row(boolean match, Answer cheap, double probability, Answer dear) {}

  /** What one pair of thresholds gives. */
  record Tried(CascadeThresholds thresholds, int passedOn, ConfusionCounts counts) {}

  @Property(tries = 300)
  void noOtherThresholdsSuitATargetBetter(
      @ForAll("rows") List<Row> rows, @ForAll("targets") Bounds bounds) {
    Predictions cheap = cheap(rows);
    Predictions dear = dear(rows);
    Optional<Tried> best = Optional.empty();
    for (Tried tried : everything(rows)) {
      if (bounds.isKept(tried, rows.size())
          && best.map(b -> bounds.isBetter(tried, b)).orElse(true)) {
        best = Optional.of(tried);
      }
    }

    Optional<CascadeThresholds> chosen = CascadeThresholds.chooseOn(cheap, dear, bounds.target());

    assertThat(chosen.isPresent()).isEqualTo(best.isPresent());
    if (chosen.isPresent()) {
      CascadeResult reached = chosen.get().applyTo(cheap, dear);
      assertThat(reached.passedOn()).isEqualTo(best.get().passedOn());
      assertThat(reached.counts().f1()).isEqualTo(best.get().counts().f1());
      CascadeThresholds.Choice choice = chosen.get().choice().orElseThrow();
      assertThat(choice.share()).isEqualTo(reached.share());
      assertThat(choice.precision()).isEqualTo(reached.counts().precision());
      assertThat(choice.recall()).isEqualTo(reached.counts().recall());
      assertThat(choice.f1()).isEqualTo(reached.counts().f1());
    }
  }

  @Property(tries = 300)
  void theCurveHasTheBestF1ForEveryShare(@ForAll("rows") List<Row> rows) {
    CascadeCurve curve = CascadeCurve.chosenOn(cheap(rows), dear(rows));
    List<Tried> everything = everything(rows);
    List<CascadeCurve.Point> points = curve.applyTo(cheap(rows), dear(rows));

    for (int passedOn = 0; passedOn <= rows.size(); passedOn++) {
      double share = (double) passedOn / rows.size();
      double best =
          everything.stream()
              .filter(tried -> (double) tried.passedOn() / rows.size() <= share)
              .mapToDouble(tried -> tried.counts().f1())
              .max()
              .orElse(-1);
      double onCurve =
          points.stream()
              .filter(point -> point.share() <= share)
              .mapToDouble(point -> point.counts().f1())
              .max()
              .orElse(-1);
      assertThat(onCurve).isEqualTo(best);
    }
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.get(i).share()).isGreaterThan(points.get(i - 1).share());
      assertThat(points.get(i).counts().f1()).isGreaterThan(points.get(i - 1).counts().f1());
    }
  }

  @Property
  void aPointOfTheCurveIsWhatItsShareIsChosenFor(@ForAll("rows") List<Row> rows) {
    for (CascadeThresholds point : CascadeCurve.chosenOn(cheap(rows), dear(rows)).thresholds()) {
      CascadeTarget share = CascadeTarget.share(point.choice().orElseThrow().share());
      CascadeThresholds chosen =
          CascadeThresholds.chooseOn(cheap(rows), dear(rows), share).orElseThrow();

      assertThat(chosen.lower()).isEqualTo(point.lower());
      assertThat(chosen.upper()).isEqualTo(point.upper());
    }
  }

  @Property
  void everyPairIsDecidedByOneOfTheTwo(
      @ForAll("rows") List<Row> rows,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double lower,
      @ForAll @DoubleRange(min = 0, max = 1) @Scale(6) double width) {
    CascadeThresholds thresholds = CascadeThresholds.fixed(lower, lower + width);
    CascadeResult result = thresholds.applyTo(cheap(rows), dear(rows));
    int passedOn = 0;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      boolean known = row.cheap().isDecided() && row.probability() >= 0;
      Answer expected = row.dear();
      if (known && row.probability() >= lower + width) {
        expected = Answer.MATCH;
      } else if (known && row.probability() < lower) {
        expected = Answer.NON_MATCH;
      } else {
        passedOn++;
      }
      assertThat(result.predictions().get(i).answer()).isEqualTo(expected);
    }
    assertThat(result.passedOn()).isEqualTo(passedOn);
  }

  /** All thresholds at, and just above, what the cheap matcher said. */
  private static List<Tried> everything(List<Row> rows) {
    var values = new TreeSet<>(List.of(0.0, 2.0));
    for (Row row : rows) {
      if (row.probability() >= 0) {
        values.add(row.probability());
        values.add(Math.nextUp(row.probability()));
      }
    }
    Predictions cheap = cheap(rows);
    Predictions dear = dear(rows);
    var tried = new ArrayList<Tried>();
    for (double upper : values) {
      for (double lower : values.headSet(upper, true)) {
        CascadeThresholds thresholds = CascadeThresholds.fixed(lower, upper);
        CascadeResult result = thresholds.applyTo(cheap, dear);
        tried.add(new Tried(thresholds, result.passedOn(), result.counts()));
      }
    }
    return tried;
  }

  /** A target beside what it means. */
  record Bounds(
      boolean fewest, double precision, double recall, double f1, double share, double budget) {

    /** With prices of 1 and 10; a budget of 11 pays for everything. */
    CascadeTarget target() {
      CascadeTarget target = fewest ? CascadeTarget.fewestPassedOn() : CascadeTarget.bestF1();
      target = target.minPrecision(precision).minRecall(recall).minF1(f1);
      return budget < 11
          ? target.maxCost(budget, new CascadePrices(1, 10))
          : target.maxShare(share);
    }

    boolean isKept(Tried tried, int pairs) {
      double passed = (double) tried.passedOn() / pairs;
      boolean affordable = budget < 11 ? 1 + 10 * passed <= budget + 1e-10 : passed <= share;
      return affordable
          && tried.counts().precision() >= precision
          && tried.counts().recall() >= recall
          && tried.counts().f1() >= f1;
    }

    boolean isBetter(Tried one, Tried other) {
      double gain = one.counts().f1() - other.counts().f1();
      int saved = other.passedOn() - one.passedOn();
      return fewest ? saved > 0 || (saved == 0 && gain > 0) : gain > 0 || (gain == 0 && saved > 0);
    }
  }

  private static Predictions cheap(List<Row> rows) {
    DatasetSplit split = split(rows);
    var predictions = new ArrayList<Prediction>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      OptionalDouble probability =
          row.probability() < 0 ? OptionalDouble.empty() : OptionalDouble.of(row.probability());
      predictions.add(new Prediction(split.pairs().get(i), row.cheap(), probability));
    }
    return Predictions.ofPredictions(split, predictions);
  }

  private static Predictions dear(List<Row> rows) {
    DatasetSplit split = split(rows);
    var predictions = new ArrayList<Prediction>();
    for (int i = 0; i < rows.size(); i++) {
      predictions.add(
          new Prediction(split.pairs().get(i), rows.get(i).dear(), OptionalDouble.empty()));
    }
    return Predictions.ofPredictions(split, predictions);
  }

  private static DatasetSplit split(List<Row> rows) {
    var labels = new StringBuilder();
    rows.forEach(row -> labels.append(row.match() ? '1' : '0'));
    return Given.split("valid", labels.toString());
  }

  /** Coarse probabilities, so that ties are common; both matchers are right more often than not. */
  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<Answer> cheap =
        Arbitraries.of(
            Answer.MATCH,
            Answer.NON_MATCH,
            Answer.NON_MATCH,
            Answer.MATCH,
            Answer.MATCH,
            Answer.NON_MATCH,
            Answer.UNDECIDED,
            Answer.FAILED);
    Arbitrary<Double> probability = Arbitraries.integers().between(-1, 10).map(i -> i / 10.0);
    return Combinators.combine(
            Arbitraries.of(true, false), cheap, probability, Arbitraries.of(Answer.values()))
        .as(Row::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(12)
        .filter(rows -> rows.stream().anyMatch(Row::match))
        .filter(rows -> rows.stream().anyMatch(r -> r.cheap().isDecided() && r.probability() >= 0));
  }

  @Provide
  Arbitrary<Bounds> targets() {
    Arbitrary<Double> quality =
        Arbitraries.of(0.0, 0.0, 0.0, 0.25, 0.4, 0.5, 0.6, 2 / 3.0, 0.75, 0.8, 1.0);
    Arbitrary<Double> share = Arbitraries.of(0.0, 0.1, 0.25, 1 / 3.0, 0.5, 0.75, 1.0);
    Arbitrary<Double> budget = Arbitraries.of(11.0, 11.0, 1.0, 2.0, 3.5, 6.0);
    return Combinators.combine(
            Arbitraries.of(true, false), quality, quality, quality, share, budget)
        .as(Bounds::new);
  }
}
