package io.github.em4j.training.baseline;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Products of makers that do not exist, and pairs of them. */
final class InventedPairs {
  private static final List<String> MAKERS = List.of("Acme", "Globex", "Initech", "Umbrella");
  private static final List<String> KINDS =
      List.of("laser printer", "digital camera", "desk lamp", "hard drive", "coffee maker");
  private static final List<String> COLOURS = List.of("black", "white", "silver");

  private InventedPairs() {}

  /** A third of the pairs are matches; a match has the same maker and model number. */
  static List<LabeledPair> pairs(int count, long seed) {
    var random = new SplittableRandom(seed);
    var pairs = new ArrayList<LabeledPair>();
    for (int i = 0; i < count; i++) {
      boolean match = i % 3 == 0;
      String maker = pick(MAKERS, random);
      String kind = pick(KINDS, random);
      String model = model(random);
      String otherModel = match ? model.toLowerCase(Locale.ROOT) : model(random);
      double price = 20 + random.nextInt(400);
      var left =
          EntityDescription.of("l" + i)
              .with("name", maker + " " + model + " " + kind)
              .with("price", String.valueOf(price));
      var right =
          EntityDescription.of("r" + i)
              .with("title", maker + " " + kind + ", " + pick(COLOURS, random) + " " + otherModel)
              .with("price", String.valueOf(match ? price + random.nextInt(9) : price * 1.7));
      pairs.add(new LabeledPair(new CandidatePair(left, right), MatchLabel.of(match)));
    }
    return pairs;
  }

  private static String model(SplittableRandom random) {
    return "" + (char) ('A' + random.nextInt(26)) + "X-" + (100 + random.nextInt(900));
  }

  private static String pick(List<String> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }
}
