package io.github.em4j.onnx.checkpoint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * How often each pair of neighbouring tokens occurs in counted words, and in which words. A merge
 * updates only the words that hold the pair.
 */
final class PairIndex {
  private final int[][] words;
  private final long[] counts;
  private final Map<Long, Occurrences> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue;

  /** A pair with the count that it had when it was queued. */
  private record Candidate(long pair, long count) {}

  private static final class Occurrences {
    private long count;
    private int[] words = new int[4];
    private int size;

    /** A word may be listed twice, or still when the pair is gone from it. */
    void add(int word) {
      if (size > 0 && words[size - 1] == word) {
        return;
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = word;
    }
  }

  /**
   * Counts the pairs.
   *
   * @param words the tokens of each distinct word; changed by merges
   * @param counts how often each word occurs
   * @param spellings of the tokens, growing with the merges: of equally frequent pairs the one
   *     whose spellings come first is the first
   */
  PairIndex(int[][] words, long[] counts, List<String> spellings) {
    this.words = words;
    this.counts = counts;
    this.queue =
        new PriorityQueue<>(
            Comparator.comparingLong(Candidate::count)
                .reversed()
                .thenComparing(candidate -> spellings.get(left(candidate.pair())))
                .thenComparing(candidate -> spellings.get(right(candidate.pair()))));
    for (int word = 0; word < words.length; word++) {
      add(word);
    }
    pairs.forEach((pair, found) -> queue.add(new Candidate(pair, found.count)));
  }

  static long pair(int left, int right) {
    return ((long) left << 32) | right;
  }

  static int left(long pair) {
    return (int) (pair >>> 32);
  }

  static int right(long pair) {
    return (int) pair;
  }

  /** Takes the most frequent pair that occurs at least twice out of the queue; -1 if none does. */
  long pollMostFrequent() {
    for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
      Occurrences found = pairs.get(best.pair());
      long count = found == null ? 0 : found.count;
      if (count == best.count() && count > 1) {
        return best.pair();
      }
      // A count that grew was queued again at once; one that fell is queued again here.
      if (count > 1 && count < best.count()) {
        queue.add(new Candidate(best.pair(), count));
      }
    }
    return -1;
  }

  /** Puts a token in the place of a pair, everywhere. */
  void merge(long pair, int token) {
    @Nullable Occurrences found = pairs.remove(pair);
    if (found == null) {
      return;
    }
    var grown = new HashMap<Long, Occurrences>();
    for (int i = 0; i < found.size; i++) {
      int word = found.words[i];
      int[] merged = merged(words[word], pair, token);
      if (merged.length < words[word].length) {
        remove(word, pair);
        words[word] = merged;
        add(word, token, grown);
      }
    }
    grown.forEach((key, occurrences) -> queue.add(new Candidate(key, occurrences.count)));
  }

  private void remove(int word, long gone) {
    int[] tokens = words[word];
    for (int i = 0; i + 1 < tokens.length; i++) {
      long pair = pair(tokens[i], tokens[i + 1]);
      Occurrences found = pair == gone ? null : pairs.get(pair);
      if (found != null) {
        found.count -= counts[word];
      }
    }
  }

  private void add(int word) {
    add(word, -1, new HashMap<>());
  }

  private void add(int word, int token, Map<Long, Occurrences> grown) {
    int[] tokens = words[word];
    for (int i = 0; i + 1 < tokens.length; i++) {
      long pair = pair(tokens[i], tokens[i + 1]);
      Occurrences found = pairs.computeIfAbsent(pair, key -> new Occurrences());
      found.count += counts[word];
      if (token < 0 || tokens[i] == token || tokens[i + 1] == token) {
        found.add(word);
        if (token >= 0) {
          grown.put(pair, found);
        }
      }
    }
  }

  /** All pairs from left to right; the same array where the pair does not occur. */
  static int[] merged(int[] tokens, long pair, int token) {
    int left = left(pair);
    int right = right(pair);
    int[] target = tokens;
    int length = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (i + 1 < tokens.length && tokens[i] == left && tokens[i + 1] == right) {
        if (target == tokens) {
          target = tokens.clone();
        }
        target[length++] = token;
        i++;
      } else {
        target[length++] = tokens[i];
      }
    }
    return length == tokens.length ? tokens : Arrays.copyOf(target, length);
  }
}
