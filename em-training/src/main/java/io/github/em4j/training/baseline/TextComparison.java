package io.github.em4j.training.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The similarities of two texts. All are symmetric: what differs by direction comes as the smaller
 * and the larger of the two directions.
 */
final class TextComparison {

  /** What the features are called, in the order in which {@link #compare} writes them. */
  static final List<String> NAMES =
      List.of(
          "tokenJaccard",
          "tokenOverlap",
          "tokenContainment",
          "tfIdfCosine",
          "weightJaccard",
          "weightOverlap",
          "weightContainment",
          "rarestShared",
          "rarestUnsharedMin",
          "rarestUnsharedMax",
          "unsharedWeightMin",
          "unsharedWeightMax",
          "sharedWeight",
          // Tokens that may also stand inside or across the words of the other side.
          "looseOverlap",
          "looseContainment",
          "rarestUnfoundMin",
          "rarestUnfoundMax",
          "unfoundDigitTokensMin",
          "unfoundDigitTokensMax",
          "softOverlap",
          "softContainment",
          "gramJaccard",
          "gramOverlap",
          "editSimilarity",
          "jaroWinkler",
          "firstTokenEqual",
          "lastTokenEqual",
          "numberJaccard",
          "numbersShared",
          "numbersUnsharedMin",
          "numbersUnsharedMax",
          "codesShared",
          "codesUnfoundMin",
          "codesUnfoundMax",
          "quantityAgreements",
          "quantityConflicts",
          "tokenDifference",
          "lengthRatio");

  /** Stands for every feature of a text that is missing on a side. */
  static final double MISSING = -1;

  /** Levenshtein's distance is quadratic: it sees this many characters. */
  private static final int MAX_EDIT_CHARS = 128;

  private static final LevenshteinDistance LEVENSHTEIN = LevenshteinDistance.getDefaultInstance();

  private TextComparison() {}

  static void missing(double[] features, int offset) {
    Arrays.fill(features, offset, offset + NAMES.size(), MISSING);
  }

  /** Writes the features of {@link #NAMES} into {@code features} from {@code offset} on. */
  static void compare(TextProfile a, TextProfile b, double[] features, int offset) {
    var out = new FeatureWriter(features, offset);
    var shared = new SharedTokens(a, b);
    putTokens(a, b, shared, out);
    putLooseTokens(a, b, shared, out);
    putCharacters(a, b, out);
    putNumbers(a, b, out);
    out.put(Math.abs(a.tokens.length - b.tokens.length));
    out.put(
        ratio(
            Math.min(a.spaced.length(), b.spaced.length()),
            Math.max(a.spaced.length(), b.spaced.length())));
  }

  private static void putTokens(
      TextProfile a, TextProfile b, SharedTokens shared, FeatureWriter out) {
    out.put(ratio(shared.count, a.tokens.length + b.tokens.length - shared.count));
    out.put(ratio(shared.count, Math.min(a.tokens.length, b.tokens.length)));
    out.put(ratio(shared.count, Math.max(a.tokens.length, b.tokens.length)));
    out.put(shared.cosine);
    out.put(ratio(shared.weight, a.totalWeight + b.totalWeight - shared.weight));
    out.put(ratio(shared.weight, Math.min(a.totalWeight, b.totalWeight)));
    out.put(ratio(shared.weight, Math.max(a.totalWeight, b.totalWeight)));
    out.put(shared.rarest);
    out.putMinMax(rarest(a, shared.onlyA), rarest(b, shared.onlyB));
    out.putMinMax(
        Math.max(0, a.totalWeight - shared.weight), Math.max(0, b.totalWeight - shared.weight));
    out.put(shared.weight);
  }

  private static void putLooseTokens(
      TextProfile a, TextProfile b, SharedTokens shared, FeatureWriter out) {
    int[] unfoundA = unfound(a, shared.onlyA, b);
    int[] unfoundB = unfound(b, shared.onlyB, a);
    double foundA = found(a, unfoundA);
    double foundB = found(b, unfoundB);
    out.putMaxMin(foundA, foundB);
    out.putMinMax(rarest(a, unfoundA), rarest(b, unfoundB));
    out.putMinMax(digitTokens(a, unfoundA), digitTokens(b, unfoundB));
    var similar = new SimilarTokens(a, unfoundA, b, unfoundB);
    out.putMaxMin(Math.min(1, foundA + similar.shareA), Math.min(1, foundB + similar.shareB));
  }

  private static void putCharacters(TextProfile a, TextProfile b, FeatureWriter out) {
    int grams = shared(a.grams, b.grams);
    out.put(ratio(grams, a.grams.length + b.grams.length - grams));
    out.put(ratio(grams, Math.min(a.grams.length, b.grams.length)));
    String headA = head(a.spaced);
    String headB = head(b.spaced);
    out.put(editSimilarity(headA, headB));
    out.put(SimilarTokens.jaroWinkler(headA, headB));
    out.put(a.firstToken != null && a.firstToken.equals(b.firstToken) ? 1 : 0);
    out.put(a.lastToken != null && a.lastToken.equals(b.lastToken) ? 1 : 0);
  }

  private static void putNumbers(TextProfile a, TextProfile b, FeatureWriter out) {
    int numbers = shared(a.numbers, b.numbers);
    out.put(ratio(numbers, a.numbers.length + b.numbers.length - numbers));
    out.put(numbers);
    out.putMinMax(a.numbers.length - numbers, b.numbers.length - numbers);
    int codesA = codesFound(a, b);
    int codesB = codesFound(b, a);
    out.put(Math.max(codesA, codesB));
    out.putMinMax(a.codes.length - codesA, b.codes.length - codesB);
    out.put(a.quantities.agreements(b.quantities));
    out.put(a.quantities.conflicts(b.quantities));
  }

  static double tfIdfCosine(TextProfile a, TextProfile b) {
    return new SharedTokens(a, b).cosine;
  }

  /** A share in [0, 1]; 0 where there is nothing to take a share of. */
  private static double ratio(double part, double whole) {
    return whole > 0 ? Math.min(1, part / whole) : 0;
  }

  private static double rarest(TextProfile profile, int[] tokens) {
    double rarest = 0;
    for (int token : tokens) {
      rarest = Math.max(rarest, profile.weights[token]);
    }
    return rarest;
  }

  /**
   * Those of the unshared tokens that the other text does not even hold inside or across its words:
   * {@code playstation3} is found in {@code playstation 3}.
   */
  private static int[] unfound(TextProfile profile, int[] unshared, TextProfile other) {
    return IntStream.of(unshared)
        .filter(
            t -> {
              String token = profile.tokens[t];
              int enough = hasDigit(token) ? 3 : 4;
              return token.length() < enough || !other.squeezed.contains(token);
            })
        .toArray();
  }

  private static double found(TextProfile profile, int[] unfound) {
    double missing = 0;
    for (int token : unfound) {
      missing += profile.weights[token];
    }
    return profile.totalWeight > 0 ? Math.max(0, 1 - missing / profile.totalWeight) : 0;
  }

  private static double digitTokens(TextProfile profile, int[] tokens) {
    return IntStream.of(tokens).filter(t -> hasDigit(profile.tokens[t])).count();
  }

  private static boolean hasDigit(String token) {
    return token.chars().anyMatch(Character::isDigit);
  }

  private static String head(String text) {
    return text.length() > MAX_EDIT_CHARS ? text.substring(0, MAX_EDIT_CHARS) : text;
  }

  private static double editSimilarity(String a, String b) {
    int longer = Math.max(a.length(), b.length());
    return longer == 0 ? 0 : 1 - LEVENSHTEIN.apply(a, b) / (double) longer;
  }

  /** How many model numbers of one side stand in the other, whole or as a part of a longer run. */
  private static int codesFound(TextProfile profile, TextProfile other) {
    int found = 0;
    for (String code : profile.codes) {
      found += other.squeezed.contains(code) ? 1 : 0;
    }
    return found;
  }

  private static int shared(long[] a, long[] b) {
    int shared = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        shared++;
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return shared;
  }

  private static int shared(double[] a, double[] b) {
    int shared = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        shared++;
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return shared;
  }
}
