package io.github.em4j.training.selection.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which words stand how often in which texts, by text: words have numbers in the order in which
 * they first occur, those of a text are sorted.
 */
final class TermVectors {
  private static final int MOST_OFTEN = Character.MAX_VALUE;

  final int texts;
  final int[] starts;
  final int[] terms;
  final char[] counts;
  final double[] inverseFrequencies;
  private final Map<String, Integer> numbers;

  /** A text that is not one of the list. */
  static final class Query {
    final int[] terms;
    final double[] weights;
    final double norm;

    private Query(int[] terms, double[] weights, double norm) {
      this.terms = terms;
      this.weights = weights;
      this.norm = norm;
    }
  }

  private TermVectors(Map<String, Integer> numbers, int[] starts, int[] terms, char[] counts) {
    this.numbers = numbers;
    this.texts = starts.length - 1;
    this.starts = starts;
    this.terms = terms;
    this.counts = counts;
    this.inverseFrequencies = new double[numbers.size()];
    for (int term : terms) {
      inverseFrequencies[term]++;
    }
    for (int term = 0; term < inverseFrequencies.length; term++) {
      inverseFrequencies[term] = inverseFrequency(inverseFrequencies[term]);
    }
  }

  static TermVectors of(List<String> texts) {
    var numbers = new HashMap<String, Integer>();
    var starts = new int[texts.size() + 1];
    var terms = new GrowingInts();
    var counts = new GrowingInts();
    var found = new WordNumbers();
    for (int text = 0; text < texts.size(); text++) {
      Words.of(
          texts.get(text),
          word -> found.add(numbers.computeIfAbsent(word, unseen -> numbers.size())));
      found.drainTo(terms, counts);
      starts[text + 1] = terms.size();
    }
    var shortCounts = new char[counts.size()];
    for (int i = 0; i < shortCounts.length; i++) {
      shortCounts[i] = (char) Math.min(MOST_OFTEN, counts.get(i));
    }
    return new TermVectors(numbers, starts, terms.toArray(), shortCounts);
  }

  int size() {
    return texts;
  }

  int vocabulary() {
    return inverseFrequencies.length;
  }

  /** The weight of a word that stands so often in a text. */
  double weight(int term, int count) {
    return (1 + Math.log(count)) * inverseFrequencies[term];
  }

  /** The length of the vector of a text. */
  double norm(int text) {
    double sum = 0;
    for (int at = starts[text]; at < starts[text + 1]; at++) {
      double weight = weight(terms[at], counts[at]);
      sum += weight * weight;
    }
    return Math.sqrt(sum);
  }

  /** A text of the list as a query. */
  Query query(int text) {
    int[] its = Arrays.copyOfRange(terms, starts[text], starts[text + 1]);
    var weights = new double[its.length];
    for (int i = 0; i < its.length; i++) {
      weights[i] = weight(its[i], counts[starts[text] + i]);
    }
    return new Query(its, weights, norm(text));
  }

  /** Another text as a query. Words that no text of the list has only make it longer. */
  Query query(String text) {
    var known = new WordNumbers();
    var unknown = new HashMap<String, Integer>();
    Words.of(
        text,
        word -> {
          Integer number = numbers.get(word);
          if (number == null) {
            unknown.merge(word, 1, Integer::sum);
          } else {
            known.add(number);
          }
        });
    var its = new GrowingInts();
    var often = new GrowingInts();
    known.drainTo(its, often);
    var weights = new double[its.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(its.get(i), Math.min(MOST_OFTEN, often.get(i)));
      sum += weights[i] * weights[i];
    }
    // Sorted, since the order of a hash map is no order to add floating-point numbers in.
    for (int count : unknown.values().stream().mapToInt(Integer::intValue).sorted().toArray()) {
      double weight = (1 + Math.log(Math.min(MOST_OFTEN, count))) * inverseFrequency(0);
      sum += weight * weight;
    }
    return new Query(its.toArray(), weights, Math.sqrt(sum));
  }

  private double inverseFrequency(double textsWithIt) {
    return Math.log((1.0 + texts) / (1.0 + textsWithIt)) + 1;
  }

  /** The numbers of the words of one text. */
  private static final class WordNumbers {
    private int[] words = new int[64];
    private int size;

    void add(int word) {
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = word;
    }

    /** Appends each different word and how often it stood there, and forgets them. */
    void drainTo(GrowingInts terms, GrowingInts counts) {
      Arrays.sort(words, 0, size);
      for (int i = 0; i < size; ) {
        int from = i;
        while (i < size && words[i] == words[from]) {
          i++;
        }
        terms.add(words[from]);
        counts.add(i - from);
      }
      size = 0;
    }
  }
}
