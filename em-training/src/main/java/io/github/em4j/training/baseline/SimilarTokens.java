package io.github.em4j.training.baseline;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/**
 * Finds the tokens of two texts that are nearly the same: misspelt, inflected, abbreviated. What
 * such tokens weigh, times how alike they are, is added to what the two texts share (Monge and
 * Elkan, "The Field Matching Problem", 1996; Cohen et al.'s soft TF-IDF, 2003).
 */
final class SimilarTokens {

  /** The search is quadratic: it sees this many unshared tokens a side, the most telling ones. */
  private static final int MAX_TOKENS = 24;

  /** Tokens less alike than this are different words. */
  private static final double SIMILAR = 0.85;

  /** What Jaro-Winkler adds at most for a common beginning, as a part of what Jaro lacks to 1. */
  private static final double MAX_PREFIX_BOOST = 0.4;

  private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();

  /** Share of the first text's weight that stands in similar tokens, in [0, 1]. */
  final double shareA;

  /** Share of the second text's weight that stands in similar tokens, in [0, 1]. */
  final double shareB;

  /**
   * Compares tokens that were not found on the other side.
   *
   * @param onlyA indices of those of the first text
   * @param onlyB indices of those of the second text
   */
  SimilarTokens(TextProfile a, int[] onlyA, TextProfile b, int[] onlyB) {
    int[] tokensA = heaviest(a, onlyA);
    int[] tokensB = heaviest(b, onlyB);
    long[] lettersB = IntStream.of(tokensB).mapToLong(t -> letters(b.tokens[t])).toArray();
    double[] bestA = new double[tokensA.length];
    double[] bestB = new double[tokensB.length];
    for (int i = 0; i < tokensA.length; i++) {
      String token = a.tokens[tokensA[i]];
      long letters = letters(token);
      for (int j = 0; j < tokensB.length; j++) {
        String other = b.tokens[tokensB[j]];
        if (mayBeSimilar(token, letters, other, lettersB[j])) {
          double similarity = jaroWinkler(token, other);
          if (similarity >= SIMILAR) {
            bestA[i] = Math.max(bestA[i], similarity);
            bestB[j] = Math.max(bestB[j], similarity);
          }
        }
      }
    }
    this.shareA = share(a, tokensA, bestA);
    this.shareB = share(b, tokensB, bestB);
  }

  /** Jaro-Winkler's greedy matching can depend on the order of its arguments, so it is fixed. */
  static double jaroWinkler(String a, String b) {
    return a.compareTo(b) <= 0 ? JARO_WINKLER.apply(a, b) : JARO_WINKLER.apply(b, a);
  }

  /**
   * Whether two tokens can be similar at all, by a bound that costs next to nothing: characters
   * that the other token lacks cannot match.
   */
  private static boolean mayBeSimilar(String a, long lettersA, String b, long lettersB) {
    double matches = Math.min(matchable(a, lettersB), matchable(b, lettersA));
    double jaro = (matches / a.length() + matches / b.length() + 1) / 3;
    return jaro + MAX_PREFIX_BOOST * (1 - jaro) >= SIMILAR;
  }

  private static int matchable(String token, long letters) {
    int matchable = 0;
    for (int i = 0; i < token.length(); i++) {
      matchable += (int) (letters >>> (token.charAt(i) & 63) & 1);
    }
    return matchable;
  }

  /** The characters of a token as bits; two characters may share a bit. */
  private static long letters(String token) {
    long letters = 0;
    for (int i = 0; i < token.length(); i++) {
      letters |= 1L << (token.charAt(i) & 63);
    }
    return letters;
  }

  private static double share(TextProfile profile, int[] tokens, double[] best) {
    double weight = 0;
    for (int i = 0; i < tokens.length; i++) {
      weight += best[i] * profile.weights[tokens[i]];
    }
    return profile.totalWeight > 0 ? Math.min(1, weight / profile.totalWeight) : 0;
  }

  private static int[] heaviest(TextProfile profile, int[] tokens) {
    if (tokens.length <= MAX_TOKENS) {
      return tokens;
    }
    return IntStream.of(tokens)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer t) -> -profile.weights[t]))
        .limit(MAX_TOKENS)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
