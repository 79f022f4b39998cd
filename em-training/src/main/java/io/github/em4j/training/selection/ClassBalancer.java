package io.github.em4j.training.selection;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.training.ClassBalance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Takes out pairs of the label that is too frequent until matches have a given share of the set. No
 * pair of the other label is lost. The sets of one seed are nested: what stays for a share stays
 * for every share nearer to that of the whole set.
 *
 * <p>Reasons: {@code rare label}, {@code chosen}, {@code not chosen}. Safe for use by many threads.
 */
public final class ClassBalancer implements SetStep {
  private final double matchShare;
  private final long seed;

  private ClassBalancer(double matchShare, long seed) {
    this.matchShare = matchShare;
    this.seed = seed;
  }

  /**
   * Balances to a share of matches.
   *
   * @param matchShare the share of matches that is wanted, between 0 and 1
   * @param seed chooses which pairs of the frequent label stay
   * @return the step
   * @throws IllegalArgumentException if the share does not lie between 0 and 1
   */
  public static ClassBalancer toMatchShare(double matchShare, long seed) {
    if (!(matchShare > 0 && matchShare < 1)) {
      throw new IllegalArgumentException(
          "the share of matches must lie between 0 and 1, found " + matchShare);
    }
    return new ClassBalancer(matchShare, seed);
  }

  @Override
  public String name() {
    return "class-balancer";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("matchShare", Double.toString(matchShare));
    settings.put("seed", Long.toString(seed));
    return settings;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EntityMatchingException if there are pairs of one label only
   */
  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    if (pairs.isEmpty()) {
      return List.of();
    }
    ClassBalance balance = SummaryCounts.balance(pairs);
    if (balance.matches() == 0 || balance.nonMatches() == 0) {
      throw new EntityMatchingException(
          "a set can be balanced only if it has matches and non-matches, found " + balance);
    }
    boolean tooManyMatches = balance.matchShare() > matchShare;
    double ratio = tooManyMatches ? matchShare / (1 - matchShare) : (1 - matchShare) / matchShare;
    int rare = tooManyMatches ? balance.nonMatches() : balance.matches();
    long wanted = Math.round(rare * ratio);
    int[] frequent =
        IntStream.range(0, pairs.size())
            .filter(i -> pairs.get(i).pair().label().isMatch() == tooManyMatches)
            .toArray();
    boolean[] chosen =
        new SeededRank(name(), seed)
            .first(pairs, frequent, (int) Math.min(wanted, frequent.length));
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    for (int i = 0; i < chosen.length; i++) {
      outcomes.add(outcome(pairs.get(i), tooManyMatches, chosen[i]));
    }
    return outcomes;
  }

  private static PairOutcome outcome(TrainingPair pair, boolean tooManyMatches, boolean chosen) {
    if (pair.pair().label().isMatch() != tooManyMatches) {
      return PairOutcome.kept(pair, "rare label");
    }
    return chosen ? PairOutcome.kept(pair, "chosen") : PairOutcome.dropped(pair, "not chosen");
  }
}
