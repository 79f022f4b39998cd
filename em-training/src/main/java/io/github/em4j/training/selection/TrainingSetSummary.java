package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.ClassBalance;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a training set came from, what was done to it and what it cost, in counts. {@link #toString}
 * is a table for people. Immutable.
 */
public final class TrainingSetSummary {

  /**
   * Pairs that the set started with.
   *
   * @param name what the source is called
   * @param balance how many pairs are of each label
   */
  public record Source(String name, ClassBalance balance) {}

  /**
   * What one step did.
   *
   * @param name what the step is called
   * @param given how many pairs it was given
   * @param passedOn how many it passed on
   * @param counts how many pairs had which outcome; by action, the most frequent reason first
   * @param usage the tokens that it cost
   * @param prices what those cost, where it is known
   */
  public record Step(
      String name,
      int given,
      int passedOn,
      List<Count> counts,
      TokenUsage usage,
      Optional<PricePerMillion> prices) {

    /** Copies the list. */
    public Step {
      counts = List.copyOf(counts);
    }

    /**
     * What the step has cost in money.
     *
     * @return the price of its tokens, or empty where prices are not known
     */
    public Optional<BigDecimal> cost() {
      return prices.map(price -> price.cost(usage));
    }
  }

  /**
   * How many pairs had an outcome.
   *
   * @param action what was done
   * @param reason why
   * @param pairs how many pairs; at least 1
   */
  public record Count(PairAction action, String reason, int pairs) {}

  /**
   * What the set shares with a split that it must not know, as {@link
   * io.github.em4j.dataset.LeakDetector} finds it.
   *
   * @param split what the held-out split is called
   * @param pairs how many pairs it has
   * @param byIds how many different pairs are in both by the ids of their records, in any order of
   *     the sides
   * @param byText how many different pairs are in both by their text, in any order of the sides
   * @param contradictory how many of these have another label there; the greater one of both counts
   */
  public record Leaks(String split, int pairs, int byIds, int byText, int contradictory) {}

  /**
   * Pairs that are in the set more than once, by ids or by text, whichever finds more.
   *
   * @param pairs how many different pairs
   * @param contradictory how many of them have two labels
   */
  public record Repetitions(int pairs, int contradictory) {}

  private final List<Source> sources;
  private final List<Step> steps;
  private final ClassBalance balance;
  private final Repetitions repetitions;
  private final List<Leaks> leaks;

  TrainingSetSummary(
      List<Source> sources,
      List<Step> steps,
      ClassBalance balance,
      Repetitions repetitions,
      List<Leaks> leaks) {
    this.sources = List.copyOf(sources);
    this.steps = List.copyOf(steps);
    this.balance = requireNonNull(balance, "balance");
    this.repetitions = requireNonNull(repetitions, "repetitions");
    this.leaks = List.copyOf(leaks);
  }

  /**
   * What the set started with.
   *
   * @return at least one, in their order
   */
  public List<Source> sources() {
    return sources;
  }

  /**
   * What was done.
   *
   * @return may be empty
   */
  public List<Step> steps() {
    return steps;
  }

  /**
   * How many pairs of the set are of each label.
   *
   * @return the counts
   */
  public ClassBalance balance() {
    return balance;
  }

  /**
   * What is in the set more than once.
   *
   * @return the counts
   */
  public Repetitions repetitions() {
    return repetitions;
  }

  /**
   * What the set shares with held-out splits.
   *
   * @return one per held-out split
   */
  public List<Leaks> leaks() {
    return leaks;
  }

  /**
   * What all steps have cost together.
   *
   * @return the tokens
   */
  public TokenUsage usage() {
    return steps.stream().map(Step::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
  }

  /**
   * What all steps have cost together in money.
   *
   * @return the price, or empty where that of a token is not known; a part of the cost would be
   *     taken for all of it
   */
  public Optional<BigDecimal> cost() {
    List<Step> paid = steps.stream().filter(step -> !step.usage().equals(TokenUsage.NONE)).toList();
    if (paid.isEmpty() || paid.stream().anyMatch(step -> step.prices().isEmpty())) {
      return Optional.empty();
    }
    return paid.stream().flatMap(step -> step.cost().stream()).reduce(BigDecimal::add);
  }

  /** A table for people, without a line end at its end. */
  @Override
  public String toString() {
    return SummaryText.of(this);
  }
}
