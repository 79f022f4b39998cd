package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

class ConfusionCountsProperties {

  @Property
  void f1LiesBetweenPrecisionAndRecallAndIsTheirHarmonicMean(
      @ForAll("counts") ConfusionCounts counts) {
    double precision = counts.precision();
    double recall = counts.recall();

    assertThat(counts.f1())
        .isBetween(Math.min(precision, recall) - 1e-12, Math.max(precision, recall) + 1e-12);
    if (precision + recall > 0) {
      assertThat(counts.f1())
          .isCloseTo(2 * precision * recall / (precision + recall), within(1e-12));
    }
  }

  @Property
  void everyScoreLiesBetweenZeroAndOne(
      @ForAll("counts") ConfusionCounts counts, @ForAll Score score) {
    assertThat(score.applyAsDouble(counts)).isBetween(0.0, 1.0);
  }

  @Property
  void theCountsOfTheWholeAreTheSumOfTheCountsOfItsParts(
      @ForAll("labelsAndAnswers") Tuple2<String, String> given, @ForAll int cut) {
    String labels = given.get1();
    String answers = given.get2();
    int at = Math.floorMod(cut, labels.length() + 1);

    ConfusionCounts whole = Given.answers(labels, answers).counts();

    assertThat(
            Given.answers(labels.substring(0, at), answers.substring(0, at))
                .counts()
                .plus(Given.answers(labels.substring(at), answers.substring(at)).counts()))
        .isEqualTo(whole);
    assertThat(whole.total()).isEqualTo(labels.length());
  }

  @Property
  void agreesWithThePaperWhereUndecidedIsMinusOne(
      @ForAll("labelsAndAnswers") Tuple2<String, String> given) {
    int predicted = 0;
    int truePositives = 0;
    int right = 0;
    int positives = 0;
    for (int i = 0; i < given.get1().length(); i++) {
      char label = given.get1().charAt(i);
      char answer = given.get2().charAt(i);
      positives += label == '1' ? 1 : 0;
      predicted += answer == '1' ? 1 : 0;
      truePositives += answer == '1' && label == '1' ? 1 : 0;
      right += answer == label ? 1 : 0;
    }

    Predictions predictions = Given.answers(given.get1(), given.get2());
    ConfusionCounts counts = predictions.counts();

    assertThat(counts.precision() * predicted).isCloseTo(truePositives, within(1e-9));
    assertThat(counts.recall() * positives).isCloseTo(truePositives, within(1e-9));
    assertThat(counts.accuracy() * given.get1().length()).isCloseTo(right, within(1e-9));
    assertThat(predictions.errors().count()).isEqualTo(given.get1().length() - right);
  }

  @Provide
  Arbitrary<ConfusionCounts> counts() {
    Arbitrary<AnswerCounts> row =
        Arbitraries.longs().between(0, 1000).list().ofSize(4).map(ConfusionCountsProperties::row);
    return Combinators.combine(row, row).as(ConfusionCounts::new);
  }

  private static AnswerCounts row(List<Long> counts) {
    return new AnswerCounts(counts.get(0), counts.get(1), counts.get(2), counts.get(3));
  }

  @Provide
  Arbitrary<Tuple2<String, String>> labelsAndAnswers() {
    return Arbitraries.integers()
        .between(0, 40)
        .flatMap(
            size ->
                Combinators.combine(
                        Arbitraries.strings().withChars("01").ofLength(size),
                        Arbitraries.strings().withChars("01?!").ofLength(size))
                    .as(Tuple::of));
  }
}
