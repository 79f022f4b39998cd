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
  private final int widest;
  private FloatBuffer noise = Parameter.direct(0);

  /**
   * The noise of a session.
   *
   * @param places how many windows a run takes, 0 for a model without dropout
   * @param widest the most numbers of a token that are dropped together
   */
  DropoutNoise(long seed, double rate, int places, int widest) {
    this.seed = seed;
    this.rate = rate;
    this.places = places;
    this.widest = widest;
  }

  /** The noise of a model in training: some of what its updates read is dropped. */
  static DropoutNoise of(TrainingSessionBuilder options, TrainingGraph graph) {
    double rate = options.trainable instanceof Trainable.Lora lora ? lora.config().dropout() : 0;
    int widest =
        graph.parameters().entrySet().stream()
            .filter(parameter -> parameter.getKey().endsWith(".lora_A"))
            .mapToInt(parameter -> Math.toIntExact(parameter.getValue()[1]))
            .max()
            .orElse(0);
    return new DropoutNoise(options.seed, rate, graph.dropoutPlaces(), widest);
  }

  /** How many tokens a run may have. */
  int mostTokens() {
    return places == 0 ? Integer.MAX_VALUE : (Parameter.MOST_NUMBERS - BEGINNINGS) / widest;
  }

  /** Adds what the graph takes: of the row what the run can need, as it crosses to a GPU anew. */
  void addTo(Map<String, HostTensor> inputs, int tokens, long run) {
    if (places == 0) {
      return;
    }
    int needed = Math.addExact(BEGINNINGS, Math.multiplyExact(tokens, widest));
    if (noise.capacity() < needed) {
      noise = noise(needed);
    }
    SplittableRandom random = NumberedRandom.of(seed, run);
    inputs.put(Dropout.NOISE, HostTensor.of(noise.slice(0, needed), needed));
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
