package io.github.em4j.training.selection;

import io.github.em4j.EntityDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The different words of records, as sorted numbers: the rarest word of all has the smallest one.
 * Words are runs of letters and digits in lower case.
 */
final class WordSets {
  private final List<String> attributes;
  private final Map<String, Integer> words = new HashMap<>();
  private final List<int[]> sets = new ArrayList<>();

  /** Many pairs have a record in common. */
  private final Map<List<String>, Integer> known = new HashMap<>();

  /**
   * Starts without a record.
   *
   * @param attributes those whose values are looked at; all if there are none
   */
  WordSets(List<String> attributes) {
    this.attributes = attributes;
  }

  /** Takes a record; gives the number of its set. */
  int add(EntityDescription record) {
    List<String> values =
        attributes.isEmpty()
            ? List.copyOf(record.attributes().values())
            : attributes.stream().flatMap(name -> record.attribute(name).stream()).toList();
    return known.computeIfAbsent(values, this::addSet);
  }

  private int addSet(List<String> values) {
    Set<Integer> set = new LinkedHashSet<>();
    for (String value : values) {
      addWords(value, set);
    }
    sets.add(set.stream().mapToInt(Integer::intValue).toArray());
    return sets.size() - 1;
  }

  private void addWords(String value, Set<Integer> set) {
    String text = value.toLowerCase(Locale.ROOT);
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside =
          i < text.length()
              && (Character.isLetterOrDigit(text.charAt(i))
                  || Character.isSurrogate(text.charAt(i)));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        Integer next = words.size();
        Integer number = words.putIfAbsent(text.substring(start, i), next);
        set.add(number == null ? next : number);
        start = -1;
      }
    }
  }

  /** How many different words there are. */
  int size() {
    return words.size();
  }

  /** All sets, with the words numbered by how many sets have them. */
  List<int[]> byRarity() {
    int[] frequency = new int[words.size()];
    sets.forEach(set -> IntStream.of(set).forEach(word -> frequency[word]++));
    int[] order =
        IntStream.range(0, frequency.length)
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(word -> frequency[word]).thenComparing(w -> w))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] rank = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    return sets.stream()
        .map(set -> IntStream.of(set).map(word -> rank[word]).sorted().toArray())
        .toList();
  }

  /** How many numbers two sorted arrays have in common. */
  static int common(int[] some, int[] others) {
    int common = 0;
    for (int i = 0, j = 0; i < some.length && j < others.length; ) {
      if (some[i] == others[j]) {
        common++;
        i++;
        j++;
      } else if (some[i] < others[j]) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }
}
