package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.training.internal.NumberedRandom;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;

/** The random numbers behind {@link Dropout}: of a seed, and for each run of another number. */
final class DropoutNoise {
  /** How many beginnings a window can have. */
  private static final int BEGINNINGS = 1 << 20;

  private final long seed;
  private final double rate;
  private final int places;
  private FloatBuffer noise = Parameter.direct(0);

  DropoutNoise(long seed, double rate, int places) {
    this.seed = seed;
    this.rate = rate;
    this.places = places;
  }

  /** Adds what the graph takes. */
  void addTo(Map<String, HostTensor> inputs, int tokens, int widest, long run) {
    if (places == 0) {
      return;
    }
    int needed = Math.addExact(BEGINNINGS, Math.multiplyExact(tokens, widest));
    if (noise.capacity() < needed) {
      noise = noise(needed);
    }
    SplittableRandom random = NumberedRandom.of(seed, run);
    inputs.put(Dropout.NOISE, HostTensor.of(noise, noise.capacity()));
    inputs.put(
        Dropout.OFFSETS, HostTensor.of(random.longs(places, 0, BEGINNINGS).toArray(), places));
  }

  /** A longer row begins like a shorter one. */
  private FloatBuffer noise(int count) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatBuffer row = Parameter.direct(count);
    float kept = (float) (1 / (1 - rate));
    for (int i = 0; i < count; i++) {
      row.put(i, random.nextDouble() < rate ? 0 : kept);
    }
    return row;
  }
}
