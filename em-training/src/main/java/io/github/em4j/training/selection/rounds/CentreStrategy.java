package io.github.em4j.training.selection.rounds;

import io.github.em4j.LabeledPair;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Always the pair whose nearest chosen one is the farthest. */
record CentreStrategy(Function<List<LabeledPair>, PairSearch> search, long seed)
    implements SelectionStrategy {

  @Override
  public String name() {
    return "diverse";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("seed", String.valueOf(seed));
  }

  @Override
  public List<ChosenPair> choose(List<TrainingPair> pool, int most) {
    if (pool.isEmpty()) {
      return List.of();
    }
    var choice = new GreedyChoice(pool, search.apply(SplitRules.labeled(pool)));
    choice.take(new SplittableRandom(seed).nextInt(pool.size()));
    choice.takeBest(most, place -> -choice.nearest(place));
    return choice.chosen();
  }
}
