package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Maximal marginal relevance over the pool. */
record RelevanceStrategy(
    String relevant,
    ToDoubleFunction<TrainingPair> relevance,
    double lambda,
    Function<List<LabeledPair>, PairSearch> search)
    implements SelectionStrategy {

  RelevanceStrategy {
    requireNonNull(relevance, "relevance");
    if (relevant.isBlank() || !(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException(
          "what is relevant must be named and lambda lie in [0, 1], found '%s' and %s"
              .formatted(relevant, lambda));
    }
  }

  @Override
  public String name() {
    return relevant + " and diverse";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("lambda", String.valueOf(lambda));
  }

  @Override
  public List<ChosenPair> choose(List<TrainingPair> pool, int most) {
    double[] relevances = pool.stream().mapToDouble(relevance).toArray();
    var choice = new GreedyChoice(pool, search.apply(SplitRules.labeled(pool)));
    // Before the first choice nothing is near.
    choice.takeBest(Math.min(1, most), place -> relevances[place]);
    choice.takeBest(
        most, place -> lambda * relevances[place] - (1 - lambda) * choice.nearest(place));
    return choice.chosen();
  }
}
