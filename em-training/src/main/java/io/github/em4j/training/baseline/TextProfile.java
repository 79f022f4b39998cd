package io.github.em4j.training.baseline;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One text taken apart for comparison: tokens with their weights, character trigrams, numbers,
 * quantities and model numbers. Built once per value, compared many times.
 *
 * <p>Only the first {@value #MAX_CHARS} characters of a text count, and only the first {@value
 * #MAX_GRAM_CHARS} for trigrams, so that the time for a pair is bounded. Arrays are sorted and
 * without repetition, which makes intersections a merge. Immutable; the arrays are not copied and
 * must not be written to.
 */
final class TextProfile {
  static final int MAX_CHARS = 4000;
  static final int MAX_GRAM_CHARS = 1000;

  /** Shorter runs of letters and digits are words or counts rather than model numbers. */
  static final int MIN_CODE_LENGTH = 4;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(?:\\.\\d{1,6})?");
  private static final Pattern CODE_BREAK = Pattern.compile("[\\s,;:()\\[\\]{}|\"]+");

  /** Lower-cased, without marks; may be empty. */
  final String text;

  /** Its letters and digits without anything between them. */
  final String squeezed;

  /** Its tokens in order, joined by one space. */
  final String spaced;

  final String[] tokens;

  /** Weight of each token in (0, 1]. */
  final double[] weights;

  /** Length-normalised TF-IDF value of each token. */
  final double[] tfIdf;

  final double totalWeight;
  final @Nullable String firstToken;
  final @Nullable String lastToken;

  /** Trigrams of {@link #spaced}, 16 bits a character. */
  final long[] grams;

  final double[] numbers;
  final String[] codes;
  final Quantities quantities;

  private TextProfile(String text, List<String> words, TokenWeights tokenWeights) {
    this.text = text;
    this.squeezed = String.join("", words);
    this.spaced = String.join(" ", words);
    this.firstToken = words.isEmpty() ? null : words.get(0);
    this.lastToken = words.isEmpty() ? null : words.get(words.size() - 1);
    var counts = new TreeMap<String, Integer>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    this.tokens = counts.keySet().toArray(String[]::new);
    this.weights = new double[tokens.length];
    this.tfIdf = new double[tokens.length];
    double total = 0;
    double squares = 0;
    int t = 0;
    for (int count : counts.values()) {
      weights[t] = tokenWeights.of(tokens[t]);
      total += weights[t];
      tfIdf[t] = weights[t] * (1 + Math.log(count));
      squares += tfIdf[t] * tfIdf[t];
      t++;
    }
    this.totalWeight = total;
    double norm = squares > 0 ? Math.sqrt(squares) : 1;
    for (int i = 0; i < tfIdf.length; i++) {
      tfIdf[i] /= norm;
    }
    this.grams = trigrams(spaced);
    this.numbers = numbers(text);
    this.quantities = Quantities.in(text);
    this.codes = codes(text);
  }

  static TextProfile of(String raw, TokenWeights weights) {
    String text = normalize(raw);
    return new TextProfile(text, words(text), weights);
  }

  /** The distinct tokens of a text, as {@link #of} would find them. */
  static List<String> distinctTokens(String raw) {
    return words(normalize(raw)).stream().distinct().toList();
  }

  private static String normalize(String raw) {
    String text = cut(raw);
    if (!text.chars().allMatch(c -> c < 128)) {
      text = cut(MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll(""));
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** As much of a text as counts. */
  static String cut(String text) {
    return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
  }

  /** Maximal runs of letters and digits. */
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (Character.isLetterOrDigit(codePoint)) {
        start = start < 0 ? i : start;
      } else if (start >= 0) {
        words.add(text.substring(start, i));
        start = -1;
      }
      i += Character.charCount(codePoint);
    }
    if (start >= 0) {
      words.add(text.substring(start));
    }
    return words;
  }

  private static long[] trigrams(String text) {
    int length = Math.min(text.length(), MAX_GRAM_CHARS);
    if (length == 0) {
      return new long[0];
    }
    if (length < 3) {
      return new long[] {text.charAt(0) | (length == 2 ? (long) text.charAt(1) << 16 : 0)};
    }
    long[] grams = new long[length - 2];
    for (int i = 0; i < grams.length; i++) {
      grams[i] = text.charAt(i) | (long) text.charAt(i + 1) << 16 | (long) text.charAt(i + 2) << 32;
    }
    Arrays.sort(grams);
    int distinct = 0;
    for (int i = 0; i < grams.length; i++) {
      if (i == 0 || grams[i] != grams[i - 1]) {
        grams[distinct++] = grams[i];
      }
    }
    return Arrays.copyOf(grams, distinct);
  }

  private static double[] numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .filter(found -> standsAlone(text, found.start(), found.end()))
        .mapToDouble(found -> Double.parseDouble(found.group()))
        .sorted()
        .distinct()
        .toArray();
  }

  private static boolean standsAlone(String text, int start, int end) {
    return (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }

  /** Model numbers: long runs with a digit, written with or without hyphens and slashes. */
  private static String[] codes(String text) {
    return CODE_BREAK
        .splitAsStream(text)
        .map(part -> String.join("", words(part)))
        .filter(TextProfile::isCode)
        .sorted()
        .distinct()
        .toArray(String[]::new);
  }

  private static boolean isCode(String part) {
    if (part.length() < MIN_CODE_LENGTH) {
      return false;
    }
    long digits = part.chars().filter(Character::isDigit).count();
    return digits > 0
        && (digits < part.length() || digits > MIN_CODE_LENGTH)
        && !Quantities.isQuantity(part);
  }
}
