package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatcher;
import io.github.em4j.LabeledPair;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.TrainingSetStep;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The usual ways to choose pairs for training. They differ in what they cost: some look at labels,
 * which have to be paid for also of pairs that they leave out, some ask models, and some need
 * neither.
 *
 * <p>All strategies choose the same for the same pool, settings and answers of models. They do not
 * close what they are given.
 */
public final class SelectionStrategies {

  private SelectionStrategies() {}

  /**
   * At random: what every other strategy is to be compared with.
   *
   * @param seed what is drawn depends on
   * @return a strategy that needs one label for each pair
   */
  public static SelectionStrategy random(long seed) {
    return new StepStrategy("random", Optional.empty(), true, seed);
  }

  /**
   * At random, of those that a step keeps which looks at labels: for example only pairs where a
   * judge agrees with the label (error-based filtering), or whose true label a model finds neither
   * too easy nor too hard. Labels of pairs that the step drops are paid for as well.
   *
   * <p>A step that looks at each pair alone is given only as many pairs as are needed; one that
   * looks at all of them at once is given the whole pool, all of which has to be labelled then.
   *
   * @param step keeps, drops or changes pairs; pairs that it generates need no label
   * @param seed what is drawn depends on
   * @return the strategy, named after the step
   */
  public static SelectionStrategy keptBy(TrainingSetStep step, long seed) {
    return new StepStrategy(step.name(), Optional.of(step), true, seed);
  }

  /**
   * At random, of those that a step keeps which does not look at labels: for example only pairs
   * that a judge calls interesting (relevancy filtering). Only pairs that it keeps are labelled.
   *
   * @param step keeps, drops or changes pairs
   * @param seed what is drawn depends on
   * @return the strategy, named after the step
   */
  public static SelectionStrategy keptUnlabelledBy(TrainingSetStep step, long seed) {
    return new StepStrategy(step.name(), Optional.of(step), false, seed);
  }

  /**
   * Those first that a matcher is least sure of: whose probability of a match is nearest to one
   * half. Pairs without a probability come last.
   *
   * @param matcher gives probabilities; asked once for the whole pool, which is paid for before the
   *     first pair is chosen
   * @return a strategy that needs one label for each pair
   */
  public static SelectionStrategy uncertain(EntityMatcher matcher) {
    return new UncertaintyStrategy(requireNonNull(matcher, "matcher"));
  }

  /**
   * As different as possible: after one drawn at random always the pair whose nearest chosen one is
   * the farthest (greedy k-centre, Gonzalez 1985). The work grows with the product of pool and
   * choice.
   *
   * @param search makes a search of the pool's pairs
   * @param seed what is drawn first depends on
   * @return a strategy that needs one label for each pair
   */
  public static SelectionStrategy diverse(
      Function<List<LabeledPair>, PairSearch> search, long seed) {
    return new CentreStrategy(requireNonNull(search, "search"), seed);
  }

  /**
   * Relevant ones that differ from each other, by maximal marginal relevance: always the pair with
   * the greatest {@code lambda · relevance - (1 - lambda) · greatest similarity to a chosen one}.
   * The work grows with the product of pool and choice.
   *
   * @param name what is relevant, in a few words
   * @param relevance how relevant a pair is, best in [0, 1] as similarities are; must not look at
   *     labels, which would have to be paid for
   * @param lambda in [0, 1]; 1 does not look at similarity
   * @param search makes a search of the pool's pairs
   * @return a strategy that needs one label for each pair
   * @throws IllegalArgumentException if lambda lies outside
   */
  public static SelectionStrategy relevantAndDiverse(
      String name,
      ToDoubleFunction<TrainingPair> relevance,
      double lambda,
      Function<List<LabeledPair>, PairSearch> search) {
    return new RelevanceStrategy(name, relevance, lambda, requireNonNull(search, "search"));
  }

  /**
   * At random, without pairs that are nearly the same as one chosen before.
   *
   * @param search makes a search of the pool's pairs
   * @param threshold how near two pairs must not be, in (0, 1]
   * @param seed what is drawn depends on
   * @return a strategy that needs one label for each pair
   * @throws IllegalArgumentException if the threshold lies outside
   */
  public static SelectionStrategy withoutNearDuplicates(
      Function<List<LabeledPair>, PairSearch> search, double threshold, long seed) {
    return new DistinctStrategy(requireNonNull(search, "search"), threshold, seed);
  }

  /**
   * The same strategy under another name, for example to compare it with itself under two seeds.
   *
   * @param strategy a strategy
   * @param name what it is called in tables; not blank
   * @return the strategy of that name
   * @throws IllegalArgumentException if the name is blank
   */
  public static SelectionStrategy named(String name, SelectionStrategy strategy) {
    requireNonNull(strategy, "strategy");
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a strategy must not be blank");
    }
    return new SelectionStrategy() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<String, String> settings() {
        return strategy.settings();
      }

      @Override
      public List<ChosenPair> choose(List<TrainingPair> pool, int most) {
        return strategy.choose(pool, most);
      }
    };
  }
}
