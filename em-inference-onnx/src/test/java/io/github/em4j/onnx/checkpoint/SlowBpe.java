package io.github.em4j.onnx.checkpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The definition of BPE, as slow as it reads: counts everything again after each merge. */
final class SlowBpe {
  private SlowBpe() {}

  /** The first merges of words of small letters, each as {@code left right}. */
  static List<String> merges(List<String> texts, int count) {
    var words = new ArrayList<List<String>>();
    texts.forEach(text -> words.add(new ArrayList<>(List.of(text.split("")))));
    var merges = new ArrayList<String>();
    var tokens = new HashSet<String>();
    while (merges.size() < count) {
      var counts = new TreeMap<String, Integer>();
      for (List<String> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          if (!tokens.contains(word.get(i) + word.get(i + 1))) {
            counts.merge(word.get(i) + " " + word.get(i + 1), 1, Integer::sum);
          }
        }
      }
      String best = "";
      for (Map.Entry<String, Integer> pair : counts.entrySet()) {
        best = pair.getValue() > counts.getOrDefault(best, 0) ? pair.getKey() : best;
      }
      merges.add(best);
      tokens.add(best.replace(" ", ""));
      for (List<String> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          if ((word.get(i) + " " + word.get(i + 1)).equals(best)) {
            word.set(i, word.get(i) + word.remove(i + 1));
          }
        }
      }
    }
    return merges;
  }
}
