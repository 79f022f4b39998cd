package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.Explanation;
import io.github.em4j.TokenUsage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one step did to one pair, and what became of it: a line of a training set's record.
 *
 * @param key the key of the pair that the step was given
 * @param action what was done
 * @param reason why, in a few fixed words that can be counted, for example {@code judge agrees};
 *     not blank
 * @param pairs what the step passes on in place of the pair, in this order; none if it was dropped
 * @param details what else is worth keeping, for example the words of the judge; in their order
 * @param usage the tokens that it cost
 */
public record PairOutcome(
    String key,
    PairAction action,
    String reason,
    List<TrainingPair> pairs,
    Map<String, String> details,
    TokenUsage usage) {

  /**
   * Copies what can be changed and checks the rest.
   *
   * @throws IllegalArgumentException if the reason is blank, if a dropped pair passes something on,
   *     or if one that was not dropped passes nothing on
   */
  public PairOutcome {
    requireNonNull(key, "key");
    requireNonNull(usage, "usage");
    pairs = List.copyOf(pairs);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    if (reason.isBlank()) {
      throw new IllegalArgumentException("the outcome of " + key + " needs a reason");
    }
    if (pairs.isEmpty() != (action == PairAction.DROPPED)) {
      throw new IllegalArgumentException(
          "pair %s is %s and passes %d pairs on".formatted(key, action, pairs.size()));
    }
  }

  /**
   * A pair that stays as it is.
   *
   * @param pair the pair
   * @param reason why, in a few fixed words
   * @return the outcome, free of charge
   */
  public static PairOutcome kept(TrainingPair pair, String reason) {
    return of(pair, PairAction.KEPT, reason, List.of(pair));
  }

  /**
   * A pair that leaves the set.
   *
   * @param pair the pair
   * @param reason why, in a few fixed words
   * @return the outcome, free of charge
   */
  public static PairOutcome dropped(TrainingPair pair, String reason) {
    return of(pair, PairAction.DROPPED, reason, List.of());
  }

  /**
   * A pair that gets the other label.
   *
   * @param pair the pair with the label that it had
   * @param reason why, in a few fixed words
   * @return the outcome, free of charge
   */
  public static PairOutcome relabelled(TrainingPair pair, String reason) {
    return of(pair, PairAction.RELABELLED, reason, List.of(pair.relabelled()));
  }

  /**
   * A pair that gets an explanation.
   *
   * @param pair the pair
   * @param why the explanation
   * @param reason where it came from, in a few fixed words
   * @return the outcome, free of charge
   */
  public static PairOutcome explained(TrainingPair pair, Explanation why, String reason) {
    return of(pair, PairAction.EXPLAINED, reason, List.of(pair.explained(why)));
  }

  /**
   * A pair from which others were made.
   *
   * @param pair the pair
   * @param passedOn the new pairs, behind the pair itself if it stays; at least one
   * @param reason how it went, in a few fixed words
   * @return the outcome, free of charge
   */
  public static PairOutcome generated(
      TrainingPair pair, List<TrainingPair> passedOn, String reason) {
    return of(pair, PairAction.GENERATED, reason, passedOn);
  }

  private static PairOutcome of(
      TrainingPair pair, PairAction action, String reason, List<TrainingPair> pairs) {
    return new PairOutcome(pair.key(), action, reason, pairs, Map.of(), TokenUsage.NONE);
  }

  /**
   * The same outcome with one more detail.
   *
   * @param name what it is called
   * @param value what it is
   * @return a new outcome
   */
  public PairOutcome with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new PairOutcome(key, action, reason, pairs, more, usage);
  }

  /**
   * The same outcome with what it cost.
   *
   * @param tokens all tokens read and written for this pair
   * @return a new outcome
   */
  public PairOutcome costing(TokenUsage tokens) {
    return new PairOutcome(key, action, reason, pairs, details, tokens);
  }
}
