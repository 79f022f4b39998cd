package io.github.em4j.training.selection.teaching;

import static java.util.stream.Collectors.joining;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.PairAction;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.teaching.ExplanationReader.Taught;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a pair that a teacher was asked to explain.
 *
 * @param onContradiction where it contradicts the label to the end
 * @param onFailure where it gives no usable answer
 */
record ExplanationOutcomes(ContradictionPolicy onContradiction, FailurePolicy onFailure) {

  PairOutcome of(TrainingPair pair, Transcript<Taught> transcript) {
    Optional<Taught> taught = transcript.value();
    if (taught.isPresent()) {
      return explained(pair, taught.get(), transcript.questions());
    }
    return transcript.isContradicted()
        ? contradicted(pair, transcript)
        : failed(pair, transcript.problem());
  }

  PairOutcome failed(TrainingPair pair, String reason) {
    return switch (onFailure) {
      case DROP -> PairOutcome.dropped(pair, reason);
      case KEEP_UNEXPLAINED -> PairOutcome.kept(pair, reason);
    };
  }

  private static PairOutcome explained(TrainingPair pair, Taught taught, int questions) {
    String reason =
        questions > 1
            ? "explained when asked again"
            : taught.repairs().isEmpty() ? "explained" : "explained after repair";
    return withRepairs(PairOutcome.explained(pair, taught.explanation(), reason), taught);
  }

  private PairOutcome contradicted(TrainingPair pair, Transcript<Taught> transcript) {
    String reason = Transcript.CONTRADICTION;
    return switch (onContradiction) {
      case DROP -> PairOutcome.dropped(pair, reason);
      case KEEP_UNEXPLAINED -> PairOutcome.kept(pair, reason);
      case RELABEL ->
          transcript
              .insistsOn()
              .map(taught -> relabelled(pair, taught))
              .orElseGet(() -> PairOutcome.dropped(pair, reason));
    };
  }

  private static PairOutcome relabelled(TrainingPair pair, Taught taught) {
    TrainingPair other = pair.relabelled().explained(taught.explanation());
    var outcome =
        new PairOutcome(
            pair.key(),
            PairAction.RELABELLED,
            "teacher insists on the other label",
            List.of(other),
            Map.of(),
            TokenUsage.NONE);
    return withRepairs(outcome, taught);
  }

  private static PairOutcome withRepairs(PairOutcome outcome, Taught taught) {
    return taught.repairs().isEmpty()
        ? outcome
        : outcome.with(
            "repairs",
            taught.repairs().entrySet().stream()
                .map(repair -> repair.getKey() + "=" + repair.getValue())
                .collect(joining(", ")));
  }
}
