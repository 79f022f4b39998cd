package io.github.em4j.training.selection.rounds;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Chooses pair by pair the one that is worth most, given how near it is to the nearest of those
 * chosen before.
 */
final class GreedyChoice {
  private final List<TrainingPair> pool;
  private final PairSearch search;
  private final double[] nearest;
  private final boolean[] taken;
  private final List<ChosenPair> chosen = new ArrayList<>();

  GreedyChoice(List<TrainingPair> pool, PairSearch search) {
    this.pool = pool;
    this.search = search;
    this.nearest = new double[pool.size()];
    this.taken = new boolean[pool.size()];
    Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
  }

  /** The similarity of a pair to the nearest chosen one, minus infinity before the first choice. */
  double nearest(int place) {
    return nearest[place];
  }

  void take(int place) {
    taken[place] = true;
    chosen.add(new ChosenPair(pool.get(place), chosen.size() + 1, TokenUsage.NONE));
    double[] near = search.similaritiesTo(place);
    for (int i = 0; i < near.length; i++) {
      nearest[i] = Math.max(nearest[i], near[i]);
    }
  }

  /**
   * Takes pairs until there are so many or none is left.
   *
   * @param worth of equally good pairs the first is taken
   */
  void takeBest(int most, IntToDoubleFunction worth) {
    while (chosen.size() < Math.min(most, pool.size())) {
      int best = -1;
      double bestWorth = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < taken.length; i++) {
        if (!taken[i]) {
          double its = worth.applyAsDouble(i);
          if (best < 0 || its > bestWorth) {
            best = i;
            bestWorth = its;
          }
        }
      }
      take(best);
    }
  }

  int size() {
    return chosen.size();
  }

  List<ChosenPair> chosen() {
    return List.copyOf(chosen);
  }
}
