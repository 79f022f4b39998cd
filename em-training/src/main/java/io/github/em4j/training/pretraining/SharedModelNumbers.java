package io.github.em4j.training.pretraining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Pairs of titles that most likely name one product: they share a model number that few titles
 * have, some words beside it, and contradict each other in no other model number or quantity. Two
 * shops describe a product in ways that no corruption of one title comes up with.
 */
final class SharedModelNumbers {
  private static final int SHORTEST = 5;
  private static final int FEWEST_DIGITS = 2;
  private static final int MOST_TITLES = 8;
  private static final double LEAST_OVERLAP = 0.15;

  /**
   * Two titles by their places in the list, and what they share.
   *
   * @param left the earlier one
   * @param right the later one
   * @param modelNumber in small letters
   */
  record Twins(int left, int right, String modelNumber) {}

  private final List<Twins> pairs;

  SharedModelNumbers(List<String> titles) {
    Map<String, List<Integer>> titlesOf = new HashMap<>();
    List<Set<String>> words = titles.stream().map(NeighbourIndex::words).toList();
    Set<String> modelNumbers = new LinkedHashSet<>();
    for (int title = 0; title < titles.size(); title++) {
      for (String word : words.get(title)) {
        if (isLongModelNumber(word)) {
          titlesOf.computeIfAbsent(word, unseen -> new ArrayList<>()).add(title);
          modelNumbers.add(word);
        }
      }
    }
    List<Twins> found = new ArrayList<>();
    for (String modelNumber : modelNumbers.stream().sorted().toList()) {
      List<Integer> places = titlesOf.getOrDefault(modelNumber, List.of());
      for (int i = 0; i < places.size() && places.size() <= MOST_TITLES; i++) {
        for (int j = i + 1; j < places.size(); j++) {
          int left = places.get(i);
          int right = places.get(j);
          if (ProductSource.overlap(words.get(left), words.get(right)) >= LEAST_OVERLAP
              && !ProductSource.haveDifferentCodes(titles.get(left), titles.get(right))) {
            found.add(new Twins(left, right, modelNumber));
          }
        }
      }
    }
    this.pairs = List.copyOf(found);
  }

  private static boolean isLongModelNumber(String word) {
    return word.length() >= SHORTEST
        && WordShape.isModelNumber(word)
        && word.chars().filter(c -> WordShape.isDigit((char) c)).count() >= FEWEST_DIGITS;
  }

  int size() {
    return pairs.size();
  }

  /** Any of the pairs. */
  Twins draw(SplittableRandom random) {
    return pairs.get(random.nextInt(pairs.size()));
  }
}
