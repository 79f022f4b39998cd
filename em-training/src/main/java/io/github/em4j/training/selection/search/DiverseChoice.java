package io.github.em4j.training.selection.search;

import io.github.em4j.CandidatePair;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Near pairs that differ from each other: maximal marginal relevance among the nearest ones. */
final class DiverseChoice implements Function<CandidatePair, int[]> {
  private static final int CANDIDATES_OF_EACH = 10;
  private static final int LEAST_CANDIDATES = 50;

  private final PairSearch search;
  private final int count;
  private final double lambda;

  DiverseChoice(PairSearch search, int count, double lambda) {
    this.search = search;
    this.count = count;
    this.lambda = lambda;
  }

  @Override
  public int[] apply(CandidatePair pair) {
    int candidates =
        (int)
            Math.min(
                Integer.MAX_VALUE, Math.max(LEAST_CANDIDATES, (long) CANDIDATES_OF_EACH * count));
    List<Neighbour> near = search.nearest(pair, candidates);
    var closest = new double[near.size()];
    var taken = new boolean[near.size()];
    Arrays.fill(closest, Double.NEGATIVE_INFINITY);
    var chosen = new int[Math.min(count, near.size())];
    for (int place = 0; place < chosen.length; place++) {
      int best = best(near, closest, taken, place == 0);
      taken[best] = true;
      chosen[place] = near.get(best).index();
      for (int i = 0; i < closest.length; i++) {
        if (!taken[i]) {
          closest[i] = Math.max(closest[i], search.similarity(near.get(i).index(), chosen[place]));
        }
      }
    }
    return chosen;
  }

  /** Of equally good ones the nearest, which comes first. */
  private int best(List<Neighbour> near, double[] closest, boolean[] taken, boolean first) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < closest.length; i++) {
      double relevance = lambda * near.get(i).similarity();
      double worth = first ? near.get(i).similarity() : relevance - (1 - lambda) * closest[i];
      if (!taken[i] && (best < 0 || worth > most)) {
        best = i;
        most = worth;
      }
    }
    return best;
  }
}
