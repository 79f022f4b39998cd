package io.github.em4j.training.baseline;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import java.nio.file.Path;
import java.util.List;

/**
 * The classical baseline: a forest of decision trees over {@link SimilarityFeatures}, with
 * calibrated probabilities. Made by {@link BaselineTrainer} or read from a file.
 *
 * <p>Every decision has a probability and a structured explanation with the values and the
 * similarity of each attribute that the matcher compared; importances are left empty. A pair is a
 * match where its probability reaches the threshold that was best on the validation pairs, which
 * need not be 0.5. The order of the two sides does not matter.
 *
 * <p>A pair whose records both lack an attribute that nearly all training pairs have, as records of
 * another schema do, is decided by a second forest that sees the whole record and the title only,
 * with a calibration and a threshold of its own.
 *
 * <p>Safe for use by many threads.
 */
public final class BaselineMatcher implements EntityMatcher {

  /** Fewer pairs are not worth waking threads for. */
  private static final int SEQUENTIAL = 16;

  private final BaselineModel model;
  private final Provenance provenance;
  private volatile boolean closed;

  BaselineMatcher(BaselineModel model) {
    this.model = model;
    BaselineModelCard card = model.card();
    this.provenance =
        Provenance.of("baseline")
            .with(
                Provenance.MODEL,
                "%d trees over %d similarity features"
                    .formatted(card.trees(), model.features().names().size()))
            .with(Provenance.TRAINED_ON, card.trainedOn())
            .with(Provenance.SEED, Long.toString(card.seed()))
            .with("trainingPairs", Integer.toString(card.trainingPairs()))
            .with(
                "validation",
                card.validationPairs()
                    + (card.validationHeldOut()
                        ? " pairs held out of training"
                        : " pairs of a validation split"))
            .with("threshold", Double.toString(card.threshold()))
            .with("fallbackThreshold", Double.toString(card.fallbackThreshold()))
            .with("trainedBy", "em4j " + card.em4jVersion());
  }

  /**
   * Reads a matcher that {@link #save} wrote.
   *
   * @param file the file
   * @return a matcher that decides as the saved one did; the caller closes it
   * @throws io.github.em4j.EntityMatchingException if the file is missing, broken, cut off, of
   *     another kind or of a newer format
   */
  public static BaselineMatcher load(Path file) {
    return new BaselineMatcher(BaselineModelFile.read(requireNonNull(file, "file")));
  }

  /**
   * Writes the matcher to a file, whole or not at all; replaces a file that is there. The same
   * training gives the same bytes.
   *
   * @param file where to; its folder has to exist
   * @throws io.github.em4j.EntityMatchingException if it cannot be written
   */
  public void save(Path file) {
    BaselineModelFile.write(model, requireNonNull(file, "file"));
  }

  /**
   * What is known of this matcher.
   *
   * @return its model card
   */
  public BaselineModelCard modelCard() {
    return model.card();
  }

  /**
   * The features that the matcher decides by.
   *
   * @return features as fitted on the training pairs
   */
  public SimilarityFeatures features() {
    return model.features();
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
    MatchOutcome[] outcomes = new MatchOutcome[copy.size()];
    model
        .features()
        .forEachProfiled(
            copy,
            copy.size() > SEQUENTIAL,
            (i, left, right) -> outcomes[i] = outcome(copy.get(i), left, right));
    return List.of(outcomes);
  }

  /** A pair that cannot be decided must not fail the others. */
  private MatchOutcome outcome(CandidatePair pair, RecordProfile left, RecordProfile right) {
    try {
      return decide(pair, left, right);
    } catch (RuntimeException e) {
      String problem = "cannot decide pair '" + pair.id() + "': " + e;
      return new MatchFailure(pair, new EntityMatchingException(problem, e));
    }
  }

  private MatchDecision decide(CandidatePair pair, RecordProfile left, RecordProfile right) {
    MatchClassifier classifier =
        model.features().isFamiliar(left, right) ? model.full() : model.general();
    double probability = classifier.probability(model.features().compare(left, right));
    return MatchDecision.builder(pair, provenance)
        .label(MatchLabel.of(probability >= classifier.threshold()))
        .matchProbability(probability)
        .explanation(model.features().explain(pair, left, right))
        .build();
  }

  @Override
  public void close() {
    closed = true;
  }
}
