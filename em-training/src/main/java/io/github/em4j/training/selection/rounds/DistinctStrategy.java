package io.github.em4j.training.selection.rounds;

import io.github.em4j.LabeledPair;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** At random, but nothing that is nearly the same as a pair chosen before. */
record DistinctStrategy(Function<List<LabeledPair>, PairSearch> search, double threshold, long seed)
    implements SelectionStrategy {

  DistinctStrategy {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold must lie in (0, 1], found " + threshold);
    }
  }

  @Override
  public String name() {
    return "without near-duplicates";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("seed", String.valueOf(seed), "threshold", String.valueOf(threshold));
  }

  @Override
  public List<ChosenPair> choose(List<TrainingPair> pool, int most) {
    var choice = new GreedyChoice(pool, search.apply(SplitRules.labeled(pool)));
    for (int place : Shuffled.places(pool.size(), seed)) {
      if (choice.size() < most && choice.nearest(place) < threshold) {
        choice.take(place);
      }
    }
    return choice.chosen();
  }
}
