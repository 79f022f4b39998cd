package io.github.em4j.training.selection.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the indexes have to find, as plainly as it can be written. */
final class NaiveSearch {

  private NaiveSearch() {}

  static List<Neighbour> nearest(
      List<float[]> vectors, float[] query, int k, Similarity similarity) {
    return best(
        IntStream.range(0, vectors.size())
            .mapToObj(i -> new Neighbour(i, similarity(vectors.get(i), query, similarity)))
            .toList(),
        k);
  }

  private static double similarity(float[] vector, float[] query, Similarity similarity) {
    double product = dot(query, vector);
    double norms = Math.sqrt(dot(query, query)) * Math.sqrt(dot(vector, vector));
    return similarity == Similarity.DOT ? product : norms == 0 ? 0 : product / norms;
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += (double) one[d] * other[d];
    }
    return sum;
  }

  static List<Neighbour> nearestTexts(List<String> texts, String query, int k) {
    var frequencies = new TreeMap<String, Integer>();
    for (String text : texts) {
      counts(text).keySet().forEach(word -> frequencies.merge(word, 1, Integer::sum));
    }
    return best(
        IntStream.range(0, texts.size())
            .mapToObj(i -> new Neighbour(i, cosine(texts.get(i), query, frequencies, texts.size())))
            .toList(),
        k);
  }

  private static double cosine(
      String text, String query, Map<String, Integer> frequencies, int texts) {
    Map<String, Double> one = weights(text, frequencies, texts);
    Map<String, Double> other = weights(query, frequencies, texts);
    double product = 0;
    for (Map.Entry<String, Double> word : one.entrySet()) {
      product += word.getValue() * other.getOrDefault(word.getKey(), 0.0);
    }
    return product == 0 ? 0 : product / (norm(one) * norm(other));
  }

  private static double norm(Map<String, Double> weights) {
    return Math.sqrt(weights.values().stream().mapToDouble(weight -> weight * weight).sum());
  }

  private static Map<String, Double> weights(
      String text, Map<String, Integer> frequencies, int texts) {
    var weights = new TreeMap<String, Double>();
    counts(text)
        .forEach(
            (word, count) -> {
              int with = frequencies.getOrDefault(word, 0);
              double rare = 1 + Math.log((1.0 + texts) / (1.0 + with));
              weights.put(word, (1 + Math.log(count)) * rare);
            });
    return weights;
  }

  private static Map<String, Integer> counts(String text) {
    var counts = new TreeMap<String, Integer>();
    for (String word : text.toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}\\p{Nd}]+", -1)) {
      if (!word.isEmpty()) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    return counts;
  }

  private static List<Neighbour> best(List<Neighbour> all, int k) {
    var sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingDouble(Neighbour::similarity)
            .reversed()
            .thenComparingInt(Neighbour::index));
    return List.copyOf(sorted.subList(0, Math.min(k, sorted.size())));
  }
}
