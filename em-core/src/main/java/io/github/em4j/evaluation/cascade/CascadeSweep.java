package io.github.em4j.evaluation.cascade;

import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Goes over all pairs of thresholds that make a difference on some validation pairs.
 *
 * <p>The pairs that may be clear stand in order of the cheap matcher's probability, the highest
 * first, those of one probability as one level. Thresholds are two cuts: levels before the first
 * cut are clear matches, levels from the second one on are clear non-matches, the levels between
 * them are passed on. Sums over the levels before each cut give the answers of any two cuts in
 * constant time.
 */
final class CascadeSweep {

  /**
   * Two cuts with what the cascade reaches.
   *
   * @param accepted how many levels are clear matches
   * @param rejected from which level on levels are clear non-matches
   */
  record Cut(int accepted, int rejected, long truePositives, long falsePositives, int passedOn) {}

  private static final String RULE = "the thresholds of a cascade are chosen on validation data";

  private final String split;
  private final int pairs;
  private final int matches;

  /** The probability of each level, falling. */
  private final double[] probabilities;

  // What the levels before a cut hold; one longer than there are levels.
  private final int[] pairsBefore;
  private final int[] matchesBefore;
  private final int[] dearTruePositivesBefore;
  private final int[] dearFalsePositivesBefore;

  // What is passed on whatever the thresholds.
  private final int alwaysPassedOn;
  private final int alwaysTruePositives;
  private final int alwaysFalsePositives;

  private CascadeSweep(Predictions cheap, Predictions dear) {
    split = cheap.split().name();
    pairs = cheap.size();
    matches = cheap.split().positives();
    List<int[]> clearable = new ArrayList<>();
    var known = new ArrayList<Double>();
    int[] always = new int[4];
    for (int i : byProbability(cheap)) {
      Prediction first = cheap.get(i);
      int[] counted = always;
      if (isClearable(first)) {
        double probability = first.matchProbability().getAsDouble() + 0.0;
        if (known.isEmpty() || known.get(known.size() - 1) != probability) {
          known.add(probability);
          clearable.add(new int[4]);
        }
        counted = clearable.get(clearable.size() - 1);
      }
      boolean isMatch = first.pair().label().isMatch();
      boolean dearSaysMatch = dear.get(i).answer() == Answer.MATCH;
      counted[0]++;
      counted[1] += isMatch ? 1 : 0;
      counted[2] += isMatch && dearSaysMatch ? 1 : 0;
      counted[3] += !isMatch && dearSaysMatch ? 1 : 0;
    }
    probabilities = known.stream().mapToDouble(p -> p).toArray();
    pairsBefore = sumsBefore(clearable, 0);
    matchesBefore = sumsBefore(clearable, 1);
    dearTruePositivesBefore = sumsBefore(clearable, 2);
    dearFalsePositivesBefore = sumsBefore(clearable, 3);
    alwaysPassedOn = always[0];
    alwaysTruePositives = always[2];
    alwaysFalsePositives = always[3];
  }

  /** Checks the predictions and sorts them. */
  static CascadeSweep over(Predictions cheap, Predictions dear) {
    cheap.split().requireNotTest(RULE);
    dear.split().requireNotTest(RULE);
    cheap.requireSamePairs(dear);
    var sweep = new CascadeSweep(cheap, dear);
    if (sweep.matches == 0) {
      throw new IllegalArgumentException(
          "F1 needs a match to be more than 0, found none in split '" + sweep.split + "'");
    }
    if (sweep.probabilities.length == 0) {
      throw new IllegalArgumentException(
          "the cheap matcher must give probabilities with its decisions, found none in split '"
              + sweep.split
              + "'");
    }
    return sweep;
  }

  private static boolean isClearable(Prediction cheap) {
    return cheap.answer().isDecided() && cheap.matchProbability().isPresent();
  }

  private static int[] byProbability(Predictions cheap) {
    var order = new ArrayList<Integer>(cheap.size());
    var probabilities = new double[cheap.size()];
    for (int i = 0; i < cheap.size(); i++) {
      order.add(i);
      probabilities[i] = cheap.get(i).matchProbability().orElse(-1) + 0.0;
    }
    order.sort(Comparator.comparingDouble(i -> -probabilities[i]));
    return order.stream().mapToInt(i -> i).toArray();
  }

  private static int[] sumsBefore(List<int[]> levels, int column) {
    var sums = new int[levels.size() + 1];
    for (int i = 0; i < levels.size(); i++) {
      sums[i + 1] = sums[i] + levels.get(i)[column];
    }
    return sums;
  }

  private int levels() {
    return probabilities.length;
  }

  private Cut cut(int accepted, int rejected) {
    return new Cut(
        accepted,
        rejected,
        truePositives(accepted, rejected),
        falsePositives(accepted, rejected),
        passedOn(accepted, rejected));
  }

  private int passedOn(int accepted, int rejected) {
    return alwaysPassedOn + pairsBefore[rejected] - pairsBefore[accepted];
  }

  private long truePositives(int accepted, int rejected) {
    return (long) alwaysTruePositives
        + matchesBefore[accepted]
        + dearTruePositivesBefore[rejected]
        - dearTruePositivesBefore[accepted];
  }

  private long falsePositives(int accepted, int rejected) {
    return (long) alwaysFalsePositives
        + pairsBefore[accepted]
        - matchesBefore[accepted]
        + dearFalsePositivesBefore[rejected]
        - dearFalsePositivesBefore[accepted];
  }

  /**
   * The best cut, the first one met of several equally good ones: that with the fewest accepted.
   */
  Optional<Cut> best(CascadeTarget target) {
    int mostPassedOn = target.maxPassedOn(pairs);
    Optional<Cut> best = Optional.empty();
    // Kept beside the cut, so that no object is made for a cut that is not better.
    long found = 0;
    long denominator = 1;
    int passed = 0;
    for (int accepted = 0; accepted <= levels(); accepted++) {
      for (int rejected = accepted; rejected <= levels(); rejected++) {
        int passedHere = passedOn(accepted, rejected);
        if (passedHere > mostPassedOn) {
          break;
        }
        long foundHere = truePositives(accepted, rejected);
        long wrongHere = falsePositives(accepted, rejected);
        if (!target.isReached(foundHere, wrongHere, matches)) {
          continue;
        }
        // F1 / 2 as a fraction, compared in whole numbers: equal means equal.
        long denominatorHere = foundHere + wrongHere + matches;
        long gain = foundHere * denominator - found * denominatorHere;
        int saved = passed - passedHere;
        boolean better =
            target.isFewestPassedOn()
                ? saved > 0 || (saved == 0 && gain > 0)
                : gain > 0 || (gain == 0 && saved > 0);
        if (best.isEmpty() || better) {
          best = Optional.of(cut(accepted, rejected));
          found = foundHere;
          denominator = denominatorHere;
          passed = passedHere;
        }
      }
    }
    return best;
  }

  /**
   * The cuts that no other one beats with as few pairs passed on, by rising number of pairs passed
   * on and so with rising F1.
   */
  List<Cut> frontier() {
    var found = new long[pairs + 1];
    var denominators = new long[pairs + 1];
    var acceptedAt = new int[pairs + 1];
    var rejectedAt = new int[pairs + 1];
    for (int accepted = 0; accepted <= levels(); accepted++) {
      for (int rejected = accepted; rejected <= levels(); rejected++) {
        int passed = passedOn(accepted, rejected);
        long foundHere = truePositives(accepted, rejected);
        long denominatorHere = foundHere + falsePositives(accepted, rejected) + matches;
        if (denominators[passed] == 0
            || foundHere * denominators[passed] > found[passed] * denominatorHere) {
          found[passed] = foundHere;
          denominators[passed] = denominatorHere;
          acceptedAt[passed] = accepted;
          rejectedAt[passed] = rejected;
        }
      }
    }
    var frontier = new ArrayList<Cut>();
    int last = -1;
    for (int passed = 0; passed <= pairs; passed++) {
      if (denominators[passed] > 0
          && (last < 0
              || found[passed] * denominators[last] > found[last] * denominators[passed])) {
        frontier.add(cut(acceptedAt[passed], rejectedAt[passed]));
        last = passed;
      }
    }
    return frontier;
  }

  /** The thresholds that make a cut. */
  CascadeThresholds thresholds(Cut cut, String target) {
    double upper = cut.accepted == 0 ? CascadeThresholds.NONE_CLEAR : above(cut.accepted);
    double lower = upper;
    if (cut.rejected > cut.accepted) {
      lower = cut.rejected == levels() ? 0 : above(cut.rejected);
    }
    ConfusionCounts counts = counts(cut);
    return CascadeThresholds.fixed(lower, upper)
        .chosen(
            new CascadeThresholds.Choice(
                split,
                pairs,
                target,
                (double) cut.passedOn / pairs,
                counts.precision(),
                counts.recall(),
                counts.f1()));
  }

  /** A number that the levels before this one reach, and it and those after it do not. */
  private double above(int level) {
    double high = probabilities[level - 1];
    if (level == levels()) {
      return high / 2;
    }
    double low = probabilities[level];
    double middle = low + (high - low) / 2;
    // Between two neighbouring doubles there is no middle.
    return middle > low ? middle : high;
  }

  /** Undecided and failed pairs are non-matches to the scores that are read here. */
  private ConfusionCounts counts(Cut cut) {
    return new ConfusionCounts(
        new AnswerCounts(cut.truePositives, matches - cut.truePositives, 0, 0),
        new AnswerCounts(cut.falsePositives, pairs - matches - cut.falsePositives, 0, 0));
  }
}
