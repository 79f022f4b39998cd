package io.github.em4j.training.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How telling each token is: inverse document frequencies over a set of texts, scaled to (0, 1]. A
 * token that no text held weighs 1, one that every text held weighs least. The scale makes weights
 * comparable between data sets of different size.
 *
 * <p>Immutable.
 */
final class TokenWeights {

  /** Weights without any text behind them: every token weighs 1. */
  static final TokenWeights NONE = new TokenWeights(0, Map.of());

  private final int texts;
  private final Map<String, Integer> frequencies;

  private TokenWeights(int texts, Map<String, Integer> frequencies) {
    this.texts = texts;
    this.frequencies = frequencies;
  }

  /**
   * Counts in how many texts each token stands.
   *
   * @param texts the distinct tokens of each text
   */
  static TokenWeights of(Collection<List<String>> texts) {
    var frequencies = new HashMap<String, Integer>();
    for (List<String> tokens : texts) {
      for (String token : tokens) {
        frequencies.merge(token, 1, Integer::sum);
      }
    }
    return new TokenWeights(texts.size(), frequencies);
  }

  /** ln((1 + n) / (1 + df)) + 1, divided by its value for an unseen token. */
  double of(String token) {
    int frequency = frequencies.getOrDefault(token, 0);
    return (Math.log((1.0 + texts) / (1.0 + frequency)) + 1) / (Math.log(1.0 + texts) + 1);
  }

  /** Writes tokens in order of frequency and alphabet, so that equal weights give equal bytes. */
  void write(DataOutput out) throws IOException {
    out.writeInt(texts);
    out.writeInt(frequencies.size());
    var order =
        Comparator.comparing((Map.Entry<String, Integer> entry) -> entry.getValue())
            .thenComparing(Map.Entry::getKey);
    for (Map.Entry<String, Integer> entry :
        frequencies.entrySet().stream().sorted(order).toList()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue());
    }
  }

  static TokenWeights read(DataInput in) throws IOException {
    int texts = in.readInt();
    int size = in.readInt();
    if (texts < 0 || size < 0) {
      throw new IOException("token weights of " + size + " tokens in " + texts + " texts");
    }
    var frequencies = new HashMap<String, Integer>();
    for (int i = 0; i < size; i++) {
      frequencies.put(in.readUTF(), in.readInt());
    }
    return new TokenWeights(texts, frequencies);
  }

  @Override
  public String toString() {
    return "TokenWeights[" + frequencies.size() + " tokens of " + texts + " texts]";
  }
}
