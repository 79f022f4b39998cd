package io.github.em4j.training.selection.search;

import io.github.em4j.CandidatePair;
import java.util.List;
import java.util.function.Function;

/** As many near matches as non-matches, taking turns; first the nearest of all. */
final class BalancedChoice implements Function<CandidatePair, int[]> {
  private final PairSearch search;
  private final int count;

  BalancedChoice(PairSearch search, int count) {
    this.search = search;
    this.count = count;
  }

  @Override
  public int[] apply(CandidatePair pair) {
    // Asked for as one search of two queries, so that an embedder is asked once.
    List<List<Neighbour>> byLabel =
        search.nearest(List.of(pair, pair), count, (query, i) -> isMatch(i) == (query == 1));
    boolean matchFirst = isNearer(byLabel.get(1), byLabel.get(0));
    List<Neighbour> first = byLabel.get(matchFirst ? 1 : 0);
    List<Neighbour> second = byLabel.get(matchFirst ? 0 : 1);
    var chosen = new int[Math.min(count, first.size() + second.size())];
    for (int place = 0, ofFirst = 0, ofSecond = 0; place < chosen.length; place++) {
      boolean turnOfFirst = ofFirst <= ofSecond;
      boolean takeFirst = turnOfFirst ? ofFirst < first.size() : ofSecond == second.size();
      chosen[place] = (takeFirst ? first.get(ofFirst++) : second.get(ofSecond++)).index();
    }
    return chosen;
  }

  private boolean isMatch(int index) {
    return search.pool().get(index).label().isMatch();
  }

  private static boolean isNearer(List<Neighbour> some, List<Neighbour> others) {
    if (some.isEmpty() || others.isEmpty()) {
      return !some.isEmpty();
    }
    Neighbour one = some.get(0);
    Neighbour other = others.get(0);
    return one.similarity() == other.similarity()
        ? one.index() < other.index()
        : one.similarity() > other.similarity();
  }
}
