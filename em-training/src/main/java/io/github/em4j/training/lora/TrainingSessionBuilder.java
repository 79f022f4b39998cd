package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Weight;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a {@link TrainingSession}; {@link TrainingSession#builder} makes one. Not safe for use
 * by many threads.
 */
public final class TrainingSessionBuilder {
  /**
   * Positions. Measured: at a width of 576, spans of 60 and 120 take one percent more time; at 192,
   * spans as short as 16 take no more than none.
   */
  private static final int GOOD_SPAN = 80;

  private static final int MOST_SPANS = 4;

  final LlamaConfig config;
  final Map<String, Weight> weights;
  final Trainable trainable;
  Device device = Device.cpu();
  Optional<Precision> precision = Optional.empty();
  Optimizer optimizer = Optimizer.AdamW.usual();
  double maxGradientNorm = Double.POSITIVE_INFINITY;
  int maxLength;
  int auxiliaryClasses;
  boolean checkpointing;
  int threads;
  boolean spinning;
  long seed = 42;

  TrainingSessionBuilder(LlamaConfig config, Map<String, Weight> weights, Trainable trainable) {
    this.config = requireNonNull(config, "config");
    this.weights = Map.copyOf(weights);
    this.trainable = requireNonNull(trainable, "trainable");
    maxLength = Math.min(config.maxPositions(), 2048);
  }

  private TrainingSessionBuilder(TrainingSessionBuilder other) {
    config = other.config;
    weights = other.weights;
    trainable = other.trainable;
    device = other.device;
    precision = other.precision;
    optimizer = other.optimizer;
    maxGradientNorm = other.maxGradientNorm;
    maxLength = other.maxLength;
    auxiliaryClasses = other.auxiliaryClasses;
    checkpointing = other.checkpointing;
    threads = other.threads;
    spinning = other.spinning;
    seed = other.seed;
  }

  /**
   * Sets what computes loss and gradients; the CPU by default.
   *
   * <p>A GPU trains an adapter. The frozen weights and the activations are in {@link
   * Precision#BF16} there; the adapter, its gradients and the optimiser are in single precision and
   * stay in the memory of the CPU, from which the adapter goes to the GPU and its gradients come
   * back once a run. So a batch is one run, see {@link TrainingSession#accumulate}.
   *
   * <p>Memory of the GPU: the weights, once and in two bytes each, and the activations. For 8
   * billion parameters and a rank of 64 that is 16 GB and about 7 MB a token, so 70 GB for 40
   * examples of 240 tokens; with {@link #checkpointing} 6 GB for these. Calculated, not measured.
   *
   * @param newDevice which one
   * @return this builder
   */
  public TrainingSessionBuilder device(Device newDevice) {
    device = requireNonNull(newDevice, "newDevice");
    return this;
  }

  /**
   * Computes on a GPU; short for {@code device(Device.cuda(id))}.
   *
   * @param id its number, counted from 0
   * @return this builder
   * @throws IllegalArgumentException if the number is negative
   */
  public TrainingSessionBuilder cuda(int id) {
    return device(Device.cuda(id));
  }

  /**
   * Sets the type of frozen weights and activations. Weights that the checkpoint stores in it are
   * read as they are, others are converted once when the session opens.
   *
   * @param newPrecision on the CPU {@link Precision#FP32}, the default there; on a GPU {@link
   *     Precision#BF16}, the default there, or {@link Precision#FP32} for comparisons
   * @return this builder
   */
  public TrainingSessionBuilder precision(Precision newPrecision) {
    precision = Optional.of(newPrecision);
    return this;
  }

  /** What computes in which type. */
  Arithmetic arithmetic() {
    return Arithmetic.of(device, precision);
  }

  /** Into how many spans attention cuts examples; a GPU takes them as a whole. */
  int spans() {
    int wanted = Math.round((float) maxLength / GOOD_SPAN);
    return device.isCuda() ? 1 : Math.max(1, Math.min(wanted, MOST_SPANS));
  }

  /**
   * Sets the optimiser; AdamW without weight decay by default.
   *
   * @param newOptimizer which one
   * @return this builder
   */
  public TrainingSessionBuilder optimizer(Optimizer newOptimizer) {
    optimizer = requireNonNull(newOptimizer, "newOptimizer");
    return this;
  }

  /**
   * Sets how long the gradient may be; a longer one is made that short. Unlimited by default.
   *
   * @param norm positive
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public TrainingSessionBuilder maxGradientNorm(double norm) {
    if (!(norm > 0)) {
      throw new IllegalArgumentException("a norm must be positive, found " + norm);
    }
    maxGradientNorm = norm;
    return this;
  }

  /**
   * Sets how many tokens an example may have; 2048, or as many as the model takes, by default. A
   * length near that of the longest example is best for speed and memory.
   *
   * @param tokens at least 2, at most what the model was made for
   * @return this builder
   * @throws IllegalArgumentException if there are fewer or more
   */
  public TrainingSessionBuilder maxLength(int tokens) {
    if (tokens < 2 || tokens > config.maxPositions()) {
      throw new IllegalArgumentException(
          "the length must be 2 to %d tokens, found %d".formatted(config.maxPositions(), tokens));
    }
    maxLength = tokens;
    return this;
  }

  /**
   * Adds a trainable head beside the language model's that sorts tokens into classes, see {@link
   * TrainingExample.AuxiliaryTarget}; for pretraining. None by default.
   *
   * @param classes at least 2
   * @return this builder
   * @throws IllegalArgumentException if there are fewer
   */
  public TrainingSessionBuilder auxiliaryClasses(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("a head needs two classes, found " + classes);
    }
    auxiliaryClasses = classes;
    return this;
  }

  /**
   * Computes activations again instead of keeping them: less memory, a third more time.
   *
   * @param on whether to; off by default
   * @return this builder
   */
  public TrainingSessionBuilder checkpointing(boolean on) {
    checkpointing = on;
    return this;
  }

  /**
   * Sets how many threads compute: up to four work on parts of a batch side by side, and the others
   * help them with their operators.
   *
   * @param count 0 for one per core, the default
   * @param spin whether they wait for work in a loop: faster on cores that nobody else uses
   * @return this builder
   * @throws IllegalArgumentException if the count is negative
   */
  public TrainingSessionBuilder threads(int count, boolean spin) {
    if (count < 0) {
      throw new IllegalArgumentException("threads must be at least 0, found " + count);
    }
    threads = count;
    spinning = spin;
    return this;
  }

  /**
   * Sets the seed of everything random: the adapter's first numbers and dropout; 42 by default.
   *
   * @param newSeed any
   * @return this builder
   */
  public TrainingSessionBuilder seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  SessionSettings settings() {
    return new SessionSettings(threads, spinning, false, false);
  }

  /**
   * Builds the graphs and opens the session; what is set later does not change it.
   *
   * @return the open session
   * @throws IllegalArgumentException if the device does not train in the precision, or is to train
   *     more than an adapter on a GPU
   * @throws io.github.em4j.EntityMatchingException if a tensor is missing, has another shape or
   *     cannot be read, or the GPU cannot be used; the message says what is missing
   */
  public TrainingSession open() {
    Arithmetic arithmetic = arithmetic();
    arithmetic.require(trainable);
    arithmetic.requireDevice();
    return new TrainingSession(new TrainingSessionBuilder(this));
  }
}
