package io.github.em4j.training.pretraining;

import io.github.em4j.EntityDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Records of products, with what is needed to find non-matches among them. */
final class ProductSource {
  private static final double MAYBE_EQUAL = 0.15;

  private final List<EntityDescription> records;
  private final List<String> titles;
  private final boolean deduplicated;
  private final NeighbourIndex neighbours;
  private final SharedModelNumbers twins;
  private final Vocabulary vocabulary;

  ProductSource(PretrainingCorpus.Source source) {
    this.records = source.records();
    this.titles = records.stream().map(record -> record.attribute("title").orElseThrow()).toList();
    this.deduplicated = source.deduplicated();
    this.neighbours = new NeighbourIndex(titles);
    this.twins = new SharedModelNumbers(deduplicated ? List.of() : titles);
    this.vocabulary = new Vocabulary(titles);
  }

  int size() {
    return records.size();
  }

  String title(int record) {
    return titles.get(record);
  }

  EntityDescription record(int record) {
    return records.get(record);
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Pairs of records that are most likely two offers of one product. */
  SharedModelNumbers twins() {
    return twins;
  }

  /** A near record that is surely another product; -1 if none is found. */
  int neighbour(int record, SplittableRandom random) {
    int[] near = neighbours.of(record);
    for (int tries = 0; tries < 4 && near.length > 0; tries++) {
      int other = near[Draw.rank(random, near.length)];
      if (areDifferent(titles.get(record), titles.get(other), deduplicated)) {
        return other;
      }
    }
    return -1;
  }

  /** Any record that is surely another product; -1 if none is found. */
  int other(int record, SplittableRandom random) {
    for (int tries = 0; tries < 8; tries++) {
      int other = random.nextInt(size());
      if (other != record && areDifferent(titles.get(record), titles.get(other), deduplicated)) {
        return other;
      }
    }
    return -1;
  }

  /**
   * Whether two titles surely name two products. In a source that repeats products, titles with
   * even a few words in common may be two offers of one: only another model number of the same
   * form, or another amount of the same unit, tells them apart.
   */
  static boolean areDifferent(String left, String right, boolean deduplicated) {
    Set<String> leftWords = NeighbourIndex.words(left);
    Set<String> rightWords = NeighbourIndex.words(right);
    double overlap = overlap(leftWords, rightWords);
    if (deduplicated) {
      return overlap < 1;
    }
    boolean sharedModel =
        leftWords.stream().anyMatch(w -> rightWords.contains(w) && WordShape.isModelNumber(w));
    return !sharedModel && (overlap <= MAYBE_EQUAL || haveDifferentCodes(left, right));
  }

  /** The words in common as a share of all words. */
  static double overlap(Set<String> left, Set<String> right) {
    int shared = (int) left.stream().filter(right::contains).count();
    return shared / (double) Math.max(1, left.size() + right.size() - shared);
  }

  /** Whether both have a code of one form, and not the same. */
  static boolean haveDifferentCodes(String left, String right) {
    List<String> leftCodes = codes(left);
    List<String> rightCodes = codes(right);
    for (String code : leftCodes) {
      if (rightCodes.contains(code)) {
        continue;
      }
      for (String other : rightCodes) {
        if (!leftCodes.contains(other) && form(code).equals(form(other))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Model numbers with letters, and quantities. */
  private static List<String> codes(String title) {
    Words words = Words.of(title);
    var codes = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      String word = WordShape.trimmed(words.get(i));
      boolean quantity = WordShape.isQuantity(word);
      if (quantity || (WordShape.isModelNumber(word) && !WordShape.isNumber(word))) {
        codes.add(WordShape.canonical(word));
      } else if (WordShape.isNumber(word)
          && i + 1 < words.size()
          && words.get(i + 1).length() > 1
          && WordShape.isUnit(words.get(i + 1))) {
        codes.add(WordShape.canonical(word + words.get(i + 1)));
      }
    }
    return List.copyOf(new HashSet<>(codes));
  }

  /**
   * The letters of a code with a mark for each run of digits: codes of one form exclude each other.
   */
  private static String form(String code) {
    var form = new StringBuilder();
    boolean inDigits = false;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (!WordShape.isDigit(c)) {
        form.append(c);
      } else if (!inDigits) {
        form.append('#');
      }
      inDigits = WordShape.isDigit(c);
    }
    return form.toString();
  }
}
