package io.github.em4j.onnx;

import io.github.em4j.model.GenerationOptions;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses the next token from logits: the best one, or one drawn by temperature and nucleus. Not
 * thread-safe.
 */
final class TokenSampler {
  private final double temperature;
  private final double topP;
  private final SplittableRandom random;

  TokenSampler(GenerationOptions options) {
    this.temperature = options.temperature();
    this.topP = options.topP();
    this.random =
        options.seed().isPresent()
            ? new SplittableRandom(options.seed().getAsLong())
            : new SplittableRandom();
  }

  int next(float[] logits) {
    return temperature == 0 ? best(logits) : drawn(logits);
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int token = 1; token < logits.length; token++) {
      if (logits[token] > logits[best]) {
        best = token;
      }
    }
    return best;
  }

  /** Draws from the most probable tokens that together have {@code topP} (nucleus sampling). */
  private int drawn(float[] logits) {
    double highest = logits[best(logits)];
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int token = 0; token < weights.length; token++) {
      weights[token] = Math.exp((logits[token] - highest) / temperature);
      sum += weights[token];
    }
    int[] order =
        topP >= 1
            ? IntStream.range(0, weights.length).toArray()
            : IntStream.range(0, weights.length)
                .boxed()
                .sorted((a, b) -> Double.compare(weights[b], weights[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    int kept = order.length;
    if (topP < 1) {
      double nucleus = 0;
      kept = 0;
      while (kept < order.length && (kept == 0 || nucleus < topP * sum)) {
        nucleus += weights[order[kept++]];
      }
      sum = nucleus;
    }
    double place = random.nextDouble() * sum;
    for (int i = 0; i < kept; i++) {
      place -= weights[order[i]];
      if (place < 0) {
        return order[i];
      }
    }
    return order[kept - 1];
  }
}
