package io.github.em4j.training.selection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a random subset of a given size. The subsets of one seed are nested: a smaller one is part
 * of every larger one, whatever the order of the pairs.
 *
 * <p>Reasons: {@code chosen}, {@code not chosen}. Safe for use by many threads.
 */
public final class PairLimit implements SetStep {
  private final int limit;
  private final long seed;

  private PairLimit(int limit, long seed) {
    this.limit = limit;
    this.seed = seed;
  }

  /**
   * A limit.
   *
   * @param pairs how many pairs stay at most; at least 0
   * @param seed chooses the subset
   * @return the step
   * @throws IllegalArgumentException if the number is negative
   */
  public static PairLimit of(int pairs, long seed) {
    if (pairs < 0) {
      throw new IllegalArgumentException("a limit must be at least 0, found " + pairs);
    }
    return new PairLimit(pairs, seed);
  }

  @Override
  public String name() {
    return "pair-limit";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("pairs", Integer.toString(limit));
    settings.put("seed", Long.toString(seed));
    return settings;
  }

  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    boolean[] chosen = new SeededRank(name(), seed).first(pairs, limit);
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    for (int i = 0; i < chosen.length; i++) {
      TrainingPair pair = pairs.get(i);
      outcomes.add(
          chosen[i] ? PairOutcome.kept(pair, "chosen") : PairOutcome.dropped(pair, "not chosen"));
    }
    return outcomes;
  }
}
