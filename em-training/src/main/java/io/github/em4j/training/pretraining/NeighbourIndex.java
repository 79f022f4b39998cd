package io.github.em4j.training.pretraining;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nearest texts of each text of a list, by the cosine of their TF-IDF weights (each word counts
 * once). Words of very many texts are left out, so the work per text is bounded.
 */
final class NeighbourIndex {
  /** How many neighbours of each text are kept. */
  static final int MOST_NEIGHBOURS = 12;

  private static final int MOST_POSTINGS = 1500;

  private final int[][] neighbours;

  NeighbourIndex(List<String> texts) {
    Map<String, Integer> terms = new HashMap<>();
    var termsOf = new int[texts.size()][];
    var frequencies = new int[16];
    for (int text = 0; text < texts.size(); text++) {
      Set<String> words = words(texts.get(text));
      termsOf[text] = new int[words.size()];
      int next = 0;
      for (String word : words) {
        int term = terms.computeIfAbsent(word, w -> terms.size());
        if (term >= frequencies.length) {
          frequencies = Arrays.copyOf(frequencies, 2 * frequencies.length);
        }
        frequencies[term]++;
        termsOf[text][next++] = term;
      }
    }
    this.neighbours = nearest(termsOf, postings(termsOf, frequencies, terms.size()));
  }

  /** The nearest texts, nearest first. */
  int[] of(int text) {
    return neighbours[text];
  }

  /** The words of a text as runs of letters and digits, in small letters. */
  static Set<String> words(String text) {
    var words = new HashSet<String>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.add(WordShape.canonical(text.substring(start, i)));
        start = -1;
      }
    }
    return words;
  }

  private static int[][] postings(int[][] termsOf, int[] frequencies, int terms) {
    var postings = new int[terms][];
    for (int term = 0; term < terms; term++) {
      boolean useful = frequencies[term] > 1 && frequencies[term] <= MOST_POSTINGS;
      postings[term] = new int[useful ? frequencies[term] : 0];
    }
    var filled = new int[terms];
    for (int text = 0; text < termsOf.length; text++) {
      for (int term : termsOf[text]) {
        if (postings[term].length > 0) {
          postings[term][filled[term]++] = text;
        }
      }
    }
    return postings;
  }

  private static int[][] nearest(int[][] termsOf, int[][] postings) {
    int texts = termsOf.length;
    var weights = new float[postings.length];
    for (int term = 0; term < weights.length; term++) {
      int frequency = postings[term].length;
      weights[term] = frequency == 0 ? 0 : (float) (1 + Math.log((1.0 + texts) / (1 + frequency)));
    }
    var norms = new float[texts];
    for (int text = 0; text < texts; text++) {
      double sum = 1e-9;
      for (int term : termsOf[text]) {
        sum += weights[term] * weights[term];
      }
      norms[text] = (float) Math.sqrt(sum);
    }
    var scores = new float[texts];
    var nearest = new int[texts][];
    var touched = new int[texts];
    for (int text = 0; text < texts; text++) {
      int count = 0;
      for (int term : termsOf[text]) {
        float weight = weights[term] * weights[term];
        for (int other : postings[term]) {
          if (scores[other] == 0) {
            touched[count++] = other;
          }
          scores[other] += weight / norms[other];
        }
      }
      nearest[text] = best(text, touched, count, scores);
      for (int i = 0; i < count; i++) {
        scores[touched[i]] = 0;
      }
    }
    return nearest;
  }

  private static int[] best(int text, int[] touched, int count, float[] scores) {
    var best = new int[MOST_NEIGHBOURS];
    int size = 0;
    for (int i = 0; i < count; i++) {
      int other = touched[i];
      if (other == text || (size == MOST_NEIGHBOURS && !before(other, best[size - 1], scores))) {
        continue;
      }
      int place = size < MOST_NEIGHBOURS ? size++ : size - 1;
      while (place > 0 && before(other, best[place - 1], scores)) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = other;
    }
    return Arrays.copyOf(best, size);
  }

  /** Equally near ones in the order of the list, whatever the order of the words is. */
  private static boolean before(int left, int right, float[] scores) {
    return scores[left] > scores[right] || (scores[left] == scores[right] && left < right);
  }
}
