package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.GenerationOptions;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Chooses the next token from logits: the best one, or one drawn by temperature and nucleus. Uses
 * one random number for each token drawn. Not thread-safe.
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

  /**
   * Chooses a token.
   *
   * @throws EntityMatchingException if the best logit is no number, or any where one is drawn
   */
  int next(float[] logits) {
    int best = best(logits);
    if (!Float.isFinite(logits[best])) {
      throw noNumber(logits[best]);
    }
    return temperature == 0 ? best : drawn(logits, logits[best], draw());
  }

  /** The failure of an answer whose best logit is none. */
  static EntityMatchingException noNumber(double found) {
    return new EntityMatchingException("the model gave no number as logit: " + found);
  }

  /** A number in [0, 1): where the next token lies among those it is drawn from. */
  double draw() {
    return random.nextDouble();
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

  /**
   * Draws from the most probable tokens that together have {@code topP} (nucleus sampling), of
   * which there is at least one.
   */
  private int drawn(float[] logits, double highest, double draw) {
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int token = 0; token < weights.length; token++) {
      weights[token] = Math.exp((logits[token] - highest) / temperature);
      sum += weights[token];
    }
    if (!Double.isFinite(sum)) {
      throw noNumber(sum);
    }
    int[] kept = byProbability(logits, weights, (1 - topP) * sum / weights.length);
    double nucleus = 0;
    int count = 0;
    while (count < kept.length && (count == 0 || nucleus < topP * sum)) {
      nucleus += weights[kept[count++]];
    }
    double place = draw * nucleus;
    for (int i = 0; i < count; i++) {
      place -= weights[kept[i]];
      if (place < 0) {
        return kept[i];
      }
    }
    return kept[count - 1];
  }

  /**
   * The tokens from the most probable one on, of equal ones the first. Those below the threshold
   * have less than {@code 1 - topP} together and are never in the nucleus: few are left to sort.
   */
  private static int[] byProbability(float[] logits, double[] weights, double threshold) {
    long[] keys = new long[logits.length];
    int count = 0;
    for (int token = 0; token < logits.length; token++) {
      if (weights[token] >= threshold) {
        int bits = Float.floatToIntBits(logits[token] + 0f);
        int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        keys[count++] = ((long) ~ascending << Integer.SIZE) | token;
      }
    }
    Arrays.sort(keys, 0, count);
    return Arrays.stream(keys, 0, count).mapToInt(key -> (int) key).toArray();
  }
}
