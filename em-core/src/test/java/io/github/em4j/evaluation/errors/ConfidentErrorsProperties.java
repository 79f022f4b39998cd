package io.github.em4j.evaluation.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.DecisionThreshold;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.errors.ConfidentErrors.ConfidentError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ConfidentErrorsProperties {

  /**
   * What is known of a pair.
   *
   * @param probability negative where the matcher gave none
   */
  private record Row(boolean match, char answer, double probability) {}

  @Property(tries = 300)
  void listsTheMostConfidentErrorsFirst(
      @ForAll("rows") List<Row> rows, @ForAll @IntRange(max = 10) int limit) {
    Predictions predictions = predictions(rows);

    ConfidentErrors found = ConfidentErrors.of(predictions, limit);

    List<Integer> wrong =
        IntStream.range(0, rows.size())
            .filter(i -> "01".indexOf(rows.get(i).answer()) >= 0)
            .filter(i -> rows.get(i).match() != (rows.get(i).answer() == '1'))
            .boxed()
            .toList();
    long without = wrong.stream().filter(i -> rows.get(i).probability() < 0).count();
    assertThat(found.total()).isEqualTo(wrong.size());
    assertThat(found.withoutProbability()).isEqualTo(without);
    assertThat(found.errors()).hasSize((int) Math.min(limit, wrong.size() - without));
    for (int i = 0; i < found.errors().size(); i++) {
      ConfidentError error = found.errors().get(i);
      assertThat(wrong).contains(error.row());
      assertThat(error.prediction()).isEqualTo(predictions.get(error.row()));
      assertThat(error.kind() == ErrorKind.FALSE_NEGATIVE).isEqualTo(rows.get(error.row()).match());
      if (i > 0) {
        assertThat(error.wrongProbability())
            .isLessThanOrEqualTo(found.errors().get(i - 1).wrongProbability());
      }
    }
  }

  @Property(tries = 100)
  void aLongerListOnlyGoesOn(@ForAll("rows") List<Row> rows) {
    Predictions predictions = predictions(rows);
    List<ConfidentError> all = ConfidentErrors.of(predictions, rows.size()).errors();

    assertThat(ConfidentErrors.of(predictions, all.size() / 2).errors())
        .isEqualTo(all.subList(0, all.size() / 2));
  }

  @Example
  void theMarginIsThatToTheThreshold() {
    Predictions predictions =
        predictions(
            List.of(new Row(false, '1', 0.3), new Row(true, '0', 0.05), new Row(false, '1', 0.9)));

    List<ConfidentError> errors =
        ConfidentErrors.of(predictions, DecisionThreshold.fixed(0.25), 9).errors();

    assertThat(errors).extracting(ConfidentError::row).containsExactly(2, 1, 0);
    assertThat(errors.get(1).wrongProbability()).isEqualTo(0.95);
    assertThat(errors.get(1).margin()).isEqualTo(0.2);
    assertThatIllegalArgumentException().isThrownBy(() -> ConfidentErrors.of(predictions, -1));
  }

  @Example
  void labelsOfAnotherThresholdAreListedByTheProbabilityOfTheWrongAnswer() {
    Predictions decidedAtNineTenths =
        predictions(
            List.of(new Row(true, '0', 0.85), new Row(true, '0', 0.4), new Row(false, '1', 0.95)));

    List<ConfidentError> errors = ConfidentErrors.of(decidedAtNineTenths, 9).errors();

    assertThat(errors).extracting(ConfidentError::row).containsExactly(2, 1, 0);
  }

  private static Predictions predictions(List<Row> rows) {
    var pairs = new ArrayList<LabeledPair>();
    var outcomes = new ArrayList<MatchOutcome>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      var pair = new CandidatePair(EntityDescription.of("a" + i), EntityDescription.of("b" + i));
      pairs.add(new LabeledPair(pair, MatchLabel.of(row.match())));
      if (row.answer() == '!') {
        outcomes.add(new MatchFailure(pair, new EntityMatchingException("no answer")));
        continue;
      }
      MatchDecision.Builder decision = MatchDecision.builder(pair, Provenance.of("test"));
      if (row.answer() != '?') {
        decision.label(MatchLabel.of(row.answer() == '1'));
      }
      if (row.probability() >= 0) {
        decision.matchProbability(row.probability());
      }
      outcomes.add(decision.build());
    }
    return Predictions.of(new DatasetSplit("test", pairs), outcomes);
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of('0', '1', '?', '!'),
            Arbitraries.of(-1.0, 0.0, 0.1, 0.5, 0.7, 1.0))
        .as(Row::new)
        .list()
        .ofMaxSize(20);
  }
}
