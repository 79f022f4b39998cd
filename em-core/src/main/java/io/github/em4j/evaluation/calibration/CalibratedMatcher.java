package io.github.em4j.evaluation.calibration;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.evaluation.DecisionThreshold;
import java.util.ArrayList;
import java.util.List;

/**
 * Another matcher with calibrated probabilities and its decisions made anew by a threshold on them.
 * Explanation, raw answer and usage stay what the other matcher gave.
 *
 * <p>A pair that the other matcher leaves undecided but gives a probability for gets decided; one
 * without a probability stays undecided. A pair that it decides without a probability is a {@link
 * MatchFailure}, since it would escape the threshold. That is what {@link
 * DecisionThreshold#applyTo} does with predictions, too.
 *
 * <p>Safe for use by many threads where the other matcher is, and does not close it.
 */
public final class CalibratedMatcher implements EntityMatcher {

  /** The fact of the provenance that describes the calibrator and what it was fitted on. */
  public static final String CALIBRATOR = "calibrator";

  /** The fact of the provenance that holds the threshold and what it was chosen on. */
  public static final String THRESHOLD = "threshold";

  private final EntityMatcher matcher;
  private final Calibrator calibrator;
  private final DecisionThreshold threshold;
  private final Provenance provenance;
  private volatile boolean closed;

  private CalibratedMatcher(
      EntityMatcher matcher, Calibrator calibrator, DecisionThreshold threshold) {
    this.matcher = matcher;
    this.calibrator = calibrator;
    this.threshold = threshold;
    this.provenance =
        matcher
            .provenance()
            .with(CALIBRATOR, calibrator.toString())
            .with(THRESHOLD, threshold.toString());
  }

  /**
   * Calibrates a matcher.
   *
   * @param matcher gives probabilities; stays the caller's to close
   * @param calibrator fitted on the matcher's predictions of a validation split
   * @param threshold chosen on those predictions after calibration
   * @return the calibrated matcher; its provenance is the matcher's with two more facts
   */
  public static CalibratedMatcher of(
      EntityMatcher matcher, Calibrator calibrator, DecisionThreshold threshold) {
    return new CalibratedMatcher(
        requireNonNull(matcher, "matcher"),
        requireNonNull(calibrator, "calibrator"),
        requireNonNull(threshold, "threshold"));
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    if (closed) {
      throw new IllegalStateException("the matcher is closed");
    }
    List<CandidatePair> copy = List.copyOf(pairs);
    List<MatchOutcome> outcomes = matcher.matchAll(copy);
    if (outcomes.size() != copy.size()) {
      throw new IllegalStateException(
          "matcher '%s' must give one outcome per pair, found %d for %d pairs"
              .formatted(matcher.provenance().matcher(), outcomes.size(), copy.size()));
    }
    List<MatchOutcome> calibrated = new ArrayList<>(copy.size());
    outcomes.forEach(outcome -> calibrated.add(calibrate(outcome)));
    return List.copyOf(calibrated);
  }

  private MatchOutcome calibrate(MatchOutcome outcome) {
    if (!(outcome instanceof MatchDecision decision)) {
      return outcome;
    }
    if (decision.matchProbability().isPresent()) {
      double probability = calibrator.calibrate(decision.matchProbability().getAsDouble());
      return decision.toBuilder(provenance)
          .matchProbability(probability)
          .label(threshold.decide(probability))
          .build();
    }
    if (decision.label().isEmpty()) {
      return decision.toBuilder(provenance).build();
    }
    return new MatchFailure(
        decision.pair(),
        new EntityMatchingException(
            "a calibrated matcher needs a probability with every decision, found none for pair '%s' from matcher '%s'"
                .formatted(decision.pair().id(), matcher.provenance().matcher())));
  }

  @Override
  public void close() {
    closed = true;
  }
}
