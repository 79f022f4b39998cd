package io.github.em4j.training.selection.teaching;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion;
import io.github.em4j.model.ModelId;
import io.github.em4j.training.selection.PairOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that a teacher answered to one prompt, from the first question to the last. */
final class Transcript<T> {
  /** The objection to an answer that says the opposite of what the teacher was told. */
  static final String CONTRADICTION = "contradicts the label";

  private final List<Reading<T>> readings = new ArrayList<>();
  private TokenUsage usage = TokenUsage.NONE;
  private String lastAnswer = "";
  private Optional<EntityMatchingException> failure = Optional.empty();

  void add(Completion answer, Reading<T> reading) {
    readings.add(reading);
    usage = usage.plus(answer.usage());
    lastAnswer = answer.text();
  }

  void fail(EntityMatchingException error) {
    failure = Optional.of(error);
  }

  /** What the usable answer says, if there is one. */
  Optional<T> value() {
    return !readings.isEmpty()
            && readings.get(readings.size() - 1) instanceof Reading.Usable<T> usable
        ? Optional.of(usable.value())
        : Optional.empty();
  }

  /** Why answers did not serve, one entry for each that did not. */
  List<String> objections() {
    var objections = new ArrayList<String>();
    for (Reading<T> reading : readings) {
      if (reading instanceof Reading.Unusable<T> unusable) {
        objections.add(unusable.reason());
      } else if (reading instanceof Reading.Contradictory<T>) {
        objections.add(CONTRADICTION);
      }
    }
    return objections;
  }

  /** Why there is no usable answer in the end, in a few fixed words. */
  String problem() {
    List<String> objections = objections();
    return failure.isPresent() || objections.isEmpty()
        ? "teacher failed"
        : objections.get(objections.size() - 1);
  }

  /** Whether the teacher spoke against what it was told, and never came round. */
  boolean isContradicted() {
    return value().isEmpty() && objections().contains(CONTRADICTION);
  }

  /**
   * What the teacher says again and again against what it was told: in all answers, two or more.
   */
  Optional<T> insistsOn() {
    boolean always =
        readings.size() > 1
            && failure.isEmpty()
            && readings.stream().allMatch(r -> r instanceof Reading.Contradictory<T>);
    return always && readings.get(readings.size() - 1) instanceof Reading.Contradictory<T> last
        ? Optional.of(last.meant())
        : Optional.empty();
  }

  /** How often the teacher was asked, the question that it failed at included. */
  int questions() {
    return readings.size() + (failure.isPresent() ? 1 : 0);
  }

  /** Adds to an outcome how the teacher was asked, what it cost and what was wrong. */
  PairOutcome describe(PairOutcome outcome, ModelId teacher, String promptId) {
    PairOutcome described =
        outcome
            .with("teacher", teacher.toString())
            .with("prompt", promptId)
            .with("questions", Integer.toString(questions()));
    if (!objections().isEmpty()) {
      described = described.with("objections", String.join("; ", objections()));
    }
    if (failure.isPresent()) {
      described = described.with("error", String.valueOf(failure.get().getMessage()));
    }
    if (value().isEmpty() && !readings.isEmpty()) {
      described = described.with("answer", lastAnswer);
    }
    return described.costing(usage);
  }
}
