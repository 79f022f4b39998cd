package io.github.em4j.evaluation.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.errors.ClassifiedError.Assignment;
import io.github.em4j.evaluation.errors.ClassifiedError.Status;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifiedErrorsTest {
  private static final ErrorClass ONE = new ErrorClass("one", "first");
  private static final ErrorClass TWO = new ErrorClass("two", "second");
  private static final Prediction PREDICTION =
      new Prediction(
          new LabeledPair(
              new CandidatePair(EntityDescription.of("a"), EntityDescription.of("b")),
              MatchLabel.MATCH),
          Answer.NON_MATCH,
          OptionalDouble.empty());

  @Test
  void anErrorCountsInEachOfItsClasses() {
    var errors =
        new ClassifiedErrors(
            ErrorKind.FALSE_NEGATIVE,
            List.of(ONE, TWO),
            true,
            5,
            List.of(
                error(Status.ASSIGNED, new Assignment(ONE, 0.9), new Assignment(TWO, 0.4)),
                error(Status.ASSIGNED, new Assignment(ONE, 0.6)),
                error(Status.NONE_FITS)));

    assertThat(errors.counts(0)).containsEntry(ONE, 2L).containsEntry(TWO, 1L);
    assertThat(errors.counts(0.5)).containsEntry(ONE, 2L).containsEntry(TWO, 0L);
    assertThat(errors.unassigned()).isEqualTo(1);
    assertThat(errors.notAsked()).isEqualTo(2);
  }

  @Test
  void onlyAnAssignedErrorHasClasses() {
    assertThatIllegalArgumentException().isThrownBy(() -> error(Status.ASSIGNED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> error(Status.UNREADABLE, new Assignment(ONE, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Assignment(ONE, 1.5));
  }

  @Test
  void undecidedAndFailedPairsAreNoErrorsOfAKind() {
    for (Answer answer : List.of(Answer.UNDECIDED, Answer.FAILED, Answer.MATCH)) {
      assertThat(ErrorKind.of(new Prediction(PREDICTION.pair(), answer, OptionalDouble.empty())))
          .isEmpty();
    }
    assertThat(ErrorKind.of(PREDICTION)).contains(ErrorKind.FALSE_NEGATIVE);
  }

  @ParameterizedTest
  @EnumSource
  void theClassesToStartWithHaveDifferentNames(ErrorKind kind) {
    assertThat(ErrorClasses.products(kind))
        .hasSizeGreaterThan(5)
        .extracting(ErrorClass::name)
        .doesNotHaveDuplicates();
    assertThat(ErrorClasses.publications(kind))
        .hasSizeGreaterThan(5)
        .extracting(ErrorClass::name)
        .doesNotHaveDuplicates();
  }

  private static ClassifiedError error(Status status, Assignment... assignments) {
    return new ClassifiedError(0, PREDICTION, status, List.of(assignments));
  }
}
