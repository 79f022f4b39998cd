package io.github.em4j.training.selection.search;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.prompts.DemonstrationSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Drawn anew for each pair, from a seed that is made of the source's seed and the pair's text. */
final class RandomDemonstrations implements DemonstrationSource {
  private final PoolTexts pool;
  private final int count;
  private final long seed;

  RandomDemonstrations(PoolTexts pool, int count, long seed) {
    this.pool = pool;
    this.count = count;
    this.seed = seed;
  }

  @Override
  public List<LabeledPair> demonstrationsFor(CandidatePair pair) {
    String text = pool.textOf(pair);
    // The hash of a string is part of the language, so it is the same everywhere.
    long ofPair = new SplittableRandom(seed).nextLong() ^ text.hashCode();
    var random = new SplittableRandom(ofPair);
    // A shuffle of which only the beginning is done, and only the places that changed are kept.
    var moved = new HashMap<Integer, Integer>();
    var chosen = new ArrayList<LabeledPair>();
    int size = pool.pairs().size();
    for (int place = 0; place < size && chosen.size() < count; place++) {
      int drawn = random.nextInt(place, size);
      int index = moved.getOrDefault(drawn, drawn);
      moved.put(drawn, moved.getOrDefault(place, place));
      if (!pool.isSame(index, pair)) {
        chosen.add(pool.pairs().get(index));
      }
    }
    return List.copyOf(chosen);
  }

  @Override
  public String description() {
    return String.format(Locale.ROOT, "%d random, seed %d, %s", count, seed, pool.description());
  }

  @Override
  public String toString() {
    return "DemonstrationSource[" + description() + "]";
  }
}
