package io.github.em4j.training.selection.search;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Invented pairs of titles. */
final class Lamps {
  private static final List<String> WORDS =
      List.of("acme", "globex", "desk", "floor", "lamp", "led", "black", "white", "ax", "40", "60");

  private Lamps() {}

  static CandidatePair pair(String left, String right) {
    return new CandidatePair(
        EntityDescription.of("l:" + left).with("title", left),
        EntityDescription.of("r:" + right).with("title", right));
  }

  static LabeledPair match(String left, String right) {
    return new LabeledPair(pair(left, right), MatchLabel.MATCH);
  }

  static LabeledPair nonMatch(String left, String right) {
    return new LabeledPair(pair(left, right), MatchLabel.NON_MATCH);
  }

  /** A third of them are matches. */
  static List<LabeledPair> pairs(int count, long seed) {
    var random = new SplittableRandom(seed);
    var pairs = new ArrayList<LabeledPair>();
    for (int i = 0; i < count; i++) {
      String left = title(random);
      pairs.add(new LabeledPair(pair(left, title(random)), MatchLabel.of(random.nextInt(3) == 0)));
    }
    return pairs;
  }

  private static String title(SplittableRandom random) {
    var words = new ArrayList<String>();
    for (int i = random.nextInt(2, 6); i > 0; i--) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }
}
