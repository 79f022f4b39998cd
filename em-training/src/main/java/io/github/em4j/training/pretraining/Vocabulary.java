package io.github.em4j.training.pretraining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The words of one source's titles: plain ones as often as they occur, and its model numbers. */
final class Vocabulary {
  private static final int MOST_WORDS = 200_000;
  private static final int ALIKE = 3;

  private final List<String> plain = new ArrayList<>();
  private final Map<String, List<String>> models = new HashMap<>();

  Vocabulary(Iterable<String> titles) {
    var seen = new LinkedHashSet<String>();
    for (String title : titles) {
      Words words = Words.of(title);
      for (int i = 0; i < words.size(); i++) {
        String word = WordShape.trimmed(words.get(i));
        if (WordShape.isModelNumber(word)) {
          seen.add(word);
        } else if (word.length() > 2
            && plain.size() < MOST_WORDS
            && !WordShape.hasDigit(word)
            && !Variants.isVariant(word)) {
          plain.add(word);
        }
      }
    }
    for (String model : seen) {
      beginning(model)
          .ifPresent(key -> models.computeIfAbsent(key, k -> new ArrayList<>()).add(model));
    }
    if (plain.isEmpty()) {
      plain.add("other");
    }
  }

  private static Optional<String> beginning(String model) {
    String canonical = WordShape.canonical(model);
    return canonical.length() > ALIKE
        ? Optional.of(canonical.substring(0, ALIKE))
        : Optional.empty();
  }

  /** A word without digits that tells no variants apart. */
  String plainWord(SplittableRandom random) {
    return plain.get(random.nextInt(plain.size()));
  }

  /**
   * Another model number that begins with the same three letters or digits, and neither goes on
   * from the other.
   */
  Optional<String> siblingModel(String model, SplittableRandom random) {
    List<String> alike =
        beginning(model).map(key -> models.getOrDefault(key, List.of())).orElse(List.of());
    String canonical = WordShape.canonical(model);
    for (int tries = 0; tries < 3 && !alike.isEmpty(); tries++) {
      String sibling = alike.get(random.nextInt(alike.size()));
      String other = WordShape.canonical(sibling);
      if (!other.startsWith(canonical) && !canonical.startsWith(other)) {
        return Optional.of(sibling);
      }
    }
    return Optional.empty();
  }
}
