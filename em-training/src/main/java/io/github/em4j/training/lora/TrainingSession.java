package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Weight;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model in training: its trainable numbers, its optimiser, and the graph of loss and gradients on
 * ONNX Runtime.
 *
 * <pre>{@code
 * try (TrainingSession training =
 *     TrainingSession.builder(config, weights, new Trainable.Lora(adapter)).open()) {
 *   for (List<TrainingExample> batch : window) {
 *     training.accumulate(batch, weightOfTheWindow);
 *   }
 *   TrainingStep step = training.step(schedule.rate(training.steps()));
 * }
 * }</pre>
 *
 * <p>The same seed, examples and number of threads give the same bits. To be used from one thread
 * at a time. Whoever opens a session closes it.
 */
public final class TrainingSession implements AutoCloseable {
  private final Builder options;
  private final TrainingGraph graph;
  private final BatchParts parts;
  private final WindowGradient gradients;
  private final DropoutNoise dropout;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<ParameterUpdates> updates = new ArrayList<>();
  private Optional<GraphSession> forward = Optional.empty();
  private int steps;
  private long runs;
  private boolean begun;
  private double windowLoss;
  private long windowTokens;

  private TrainingSession(Builder options) {
    this.options = options;
    graph =
        TrainingGraph.of(
            options.config,
            options.weights,
            options.trainable,
            options.maxLength,
            options.auxiliaryClasses);
    InitialParameters initial = new InitialParameters(options.weights, options.seed);
    graph
        .parameters()
        .forEach(
            (name, shape) -> {
              Parameter parameter = new Parameter(name, shape);
              initial.set(parameter);
              parameters.add(parameter);
            });
    double rate = options.trainable instanceof Trainable.Lora lora ? lora.config().dropout() : 0;
    dropout = new DropoutNoise(options.seed, rate, graph.dropoutPlaces());
    String last = "model.layers." + (options.config.layers() - 1);
    Graph differentiated =
        Differentiation.of(
            graph.forward(),
            TrainingGraph.LOSS,
            graph.parameters().keySet(),
            // The last layer goes back at once: nothing is won by computing it again.
            block ->
                options.checkpointing && block.startsWith("model.layers.") && !block.equals(last));
    parts = new BatchParts(options.threads, options.spinning);
    gradients = new WindowGradient(differentiated, parameters, parts);
    addUpdates(options.optimizer);
  }

  private void addUpdates(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Muon muon) {
      List<Parameter> matrices =
          parameters.stream()
              .filter(parameter -> parameter.isMatrix() && parameter.name().contains(".layers."))
              .toList();
      List<Parameter> rest =
          parameters.stream().filter(parameter -> !matrices.contains(parameter)).toList();
      updates.add(new MuonUpdates(muon, matrices, options.settings()));
      updates.add(new AdamWUpdates(muon.rest(), rest, muon.restRate()));
    } else if (optimizer instanceof Optimizer.AdamW adamW) {
      updates.add(new AdamWUpdates(adamW, parameters, 1));
    }
  }

  /**
   * A builder of a session.
   *
   * @param config the shape of the model
   * @param weights the checkpoint's tensors by their Hugging Face names
   * @param trainable what training changes
   * @return the builder, with AdamW, no checkpointing and no clipping
   */
  public static Builder builder(
      LlamaConfig config, Map<String, Weight> weights, Trainable trainable) {
    return new Builder(config, weights, trainable);
  }

  /**
   * Adds the gradient of a batch to that of the window.
   *
   * @param batch at least one example
   * @param windowWeight what every weight is divided by: for a mean over a window of several
   *     batches the sum of {@link TrainingExample#weight()} over all of them
   * @return the loss of the batch, its share of the window's
   * @throws IllegalArgumentException if the batch is empty, nothing in it counts, an example is
   *     longer than the session allows, a token is not of the vocabulary, or the window's weight is
   *     not positive
   * @throws io.github.em4j.EntityMatchingException if ONNX Runtime fails
   */
  public double accumulate(List<TrainingExample> batch, double windowWeight) {
    List<Map<String, HostTensor>> inputs = inputs(batch, windowWeight, true);
    double loss = gradients.add(inputs);
    runs += inputs.size();
    windowTokens += tokens(batch);
    windowLoss += loss;
    begun = true;
    return loss;
  }

  private int widest() {
    return Math.max(
        options.config.intermediateSize(),
        Math.max(options.config.hiddenSize(), options.config.heads() * options.config.headSize()));
  }

  private static int tokens(List<TrainingExample> batch) {
    return batch.stream().mapToInt(TrainingExample::length).sum();
  }

  /** The inputs of each part of a batch. */
  private List<Map<String, HostTensor>> inputs(
      List<TrainingExample> batch, double windowWeight, boolean training) {
    if (!(windowWeight > 0)) {
      throw new IllegalArgumentException(
          "the weight of a window must be positive, found " + windowWeight);
    }
    for (TrainingExample example : batch) {
      if (example.length() > options.maxLength) {
        throw new IllegalArgumentException(
            "an example must have at most %d tokens, found %d"
                .formatted(options.maxLength, example.length()));
      }
      for (int i = 0; i < example.length(); i++) {
        if (example.token(i) < 0 || example.token(i) >= options.config.vocabSize()) {
          throw new IllegalArgumentException(
              "a token must be 0 to %d, found %d"
                  .formatted(options.config.vocabSize() - 1, example.token(i)));
        }
      }
    }
    List<TrainingExample> counted =
        batch.stream()
            .filter(example -> example.weight() > 0 || !example.auxiliaryTargets().isEmpty())
            .toList();
    if (counted.isEmpty()) {
      throw new IllegalArgumentException("nothing in the batch counts");
    }
    List<Map<String, HostTensor>> inputs = new ArrayList<>();
    for (List<TrainingExample> part : parts.split(counted)) {
      Map<String, HostTensor> values =
          TrainingBatch.inputs(part, 1 / windowWeight, options.auxiliaryClasses > 0);
      parameters.forEach(parameter -> values.put(parameter.name(), parameter.tensor()));
      if (training) {
        dropout.addTo(values, tokens(part), widest(), runs + inputs.size());
      }
      inputs.add(values);
    }
    return inputs;
  }

  /**
   * Changes the parameters by the gradient of the window, which then begins anew. Where the loss or
   * the gradient is not finite they stay as they are, and {@link TrainingStep#isFinite()} says so.
   *
   * @param learningRate at least 0
   * @return loss and gradient norm of the window
   * @throws IllegalArgumentException if the rate is negative or not a number
   * @throws IllegalStateException if nothing was accumulated
   */
  public TrainingStep step(double learningRate) {
    if (!(learningRate >= 0)) {
      throw new IllegalArgumentException("a rate must be at least 0, found " + learningRate);
    }
    if (!begun) {
      throw new IllegalStateException("a step needs the gradient of at least one batch");
    }
    gradients.finish();
    double norm = gradientNorm();
    TrainingStep step = new TrainingStep(steps + 1, windowLoss, norm, windowTokens);
    if (step.isFinite()) {
      double scale = norm > options.maxGradientNorm ? options.maxGradientNorm / norm : 1;
      updates.forEach(update -> update.apply(learningRate, scale, steps + 1));
      steps++;
    }
    begun = false;
    windowLoss = 0;
    windowTokens = 0;
    return step;
  }

  private double gradientNorm() {
    double squares = 0;
    for (Parameter parameter : parameters) {
      FloatBuffer gradient = parameter.gradient();
      for (int i = 0; i < gradient.capacity(); i++) {
        squares += (double) gradient.get(i) * gradient.get(i);
      }
    }
    return Math.sqrt(squares);
  }

  /**
   * The loss of examples without dropout and gradients. The first call opens another graph over the
   * same weights.
   *
   * @param batch at least one example
   * @param weight what every weight is divided by
   * @return the loss
   * @throws IllegalArgumentException as {@link #accumulate} does
   */
  public double loss(List<TrainingExample> batch, double weight) {
    List<Map<String, HostTensor>> inputs = inputs(batch, weight, false);
    GraphSession session = forward.orElseGet(this::openForward);
    forward = Optional.of(session);
    double[] losses = new double[inputs.size()];
    parts.run(
        losses.length,
        (worker, part) ->
            losses[part] =
                requireNonNull(session.run(inputs.get(part)).get(TrainingGraph.LOSS)).floats()[0]);
    return Arrays.stream(losses).sum();
  }

  private GraphSession openForward() {
    Trainable kept =
        options.trainable instanceof Trainable.Lora lora
            ? lora.withoutDropout()
            : options.trainable;
    TrainingGraph plain =
        TrainingGraph.of(
            options.config, options.weights, kept, options.maxLength, options.auxiliaryClasses);
    return GraphSession.open(LiveNodes.of(plain.forward()), parts.settings());
  }

  /**
   * How many steps were taken.
   *
   * @return at least 0
   */
  public int steps() {
    return steps;
  }

  /**
   * The trainable tensors: {@code module.lora_A} and {@code module.lora_B} of each adapted module,
   * or all tensors of the checkpoint; with an auxiliary head also {@code auxiliary_head.weight}.
   *
   * @return their shapes by name, in the order of the computation
   */
  public Map<String, long[]> parameterShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    parameters.forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  /**
   * The numbers of a trainable tensor.
   *
   * @param name as in {@link #parameterShapes}
   * @return a copy, row-major
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] parameter(String name) {
    return find(name).copy();
  }

  /**
   * Sets the numbers of a trainable tensor, for example those of an adapter that is trained on.
   *
   * @param name as in {@link #parameterShapes}
   * @param numbers row-major
   * @throws IllegalArgumentException if there is none of that name or it has another size
   */
  public void setParameter(String name, float[] numbers) {
    find(name).set(numbers);
  }

  private Parameter find(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing trainable is called " + name));
  }

  /**
   * Saves everything that training needs to go on with the same bits: parameters, the optimiser's
   * state and the counters. Written beside and then moved.
   *
   * @param file where to
   * @throws IllegalStateException if a window was begun and not ended by a step
   * @throws io.github.em4j.EntityMatchingException if the file cannot be written
   */
  public void save(Path file) {
    if (begun) {
      throw new IllegalStateException("a state is saved between a step and the next window");
    }
    new TrainingState(tensors(), steps, runs, setting()).write(file);
  }

  /**
   * Goes back to a saved state.
   *
   * @param file what {@link #save} wrote in a session with the same options
   * @throws io.github.em4j.EntityMatchingException if the file cannot be read or is of another
   *     training; the session is as it was then
   */
  public void restore(Path file) {
    TrainingState state = TrainingState.read(file, tensors(), setting());
    parameters.forEach(
        parameter -> parameter.set(requireNonNull(state.tensors().get(parameterKey(parameter)))));
    for (ParameterUpdates update : updates) {
      update
          .state()
          .forEach(
              (name, numbers) ->
                  System.arraycopy(
                      requireNonNull(state.tensors().get(name)), 0, numbers, 0, numbers.length));
    }
    gradients.clear();
    steps = state.step();
    runs = state.runs();
    begun = false;
    windowLoss = 0;
    windowTokens = 0;
  }

  private Map<String, float[]> tensors() {
    Map<String, float[]> tensors = new TreeMap<>();
    parameters.forEach(parameter -> tensors.put(parameterKey(parameter), parameter.copy()));
    updates.forEach(update -> tensors.putAll(update.state()));
    return tensors;
  }

  private static String parameterKey(Parameter parameter) {
    return "parameter." + parameter.name();
  }

  private String setting() {
    return "seed %d, %s, clipped at %s"
        .formatted(options.seed, options.optimizer, options.maxGradientNorm);
  }

  /** Releases the graphs. Further calls do nothing; anything else fails. */
  @Override
  public void close() {
    gradients.close();
    parts.close();
    forward.ifPresent(GraphSession::close);
    updates.forEach(ParameterUpdates::close);
  }

  /** Options of a session. Not thread-safe. */
  public static final class Builder {
    private final LlamaConfig config;
    private final Map<String, Weight> weights;
    private final Trainable trainable;
    private Optimizer optimizer = Optimizer.AdamW.usual();
    private double maxGradientNorm = Double.POSITIVE_INFINITY;
    private int maxLength;
    private int auxiliaryClasses;
    private boolean checkpointing;
    private int threads;
    private boolean spinning;
    private long seed = 42;

    private Builder(LlamaConfig config, Map<String, Weight> weights, Trainable trainable) {
      this.config = requireNonNull(config, "config");
      this.weights = Map.copyOf(weights);
      this.trainable = requireNonNull(trainable, "trainable");
      maxLength = Math.min(config.maxPositions(), 2048);
    }

    /**
     * Sets the optimiser; AdamW without weight decay by default.
     *
     * @param newOptimizer which one
     * @return this builder
     */
    public Builder optimizer(Optimizer newOptimizer) {
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
    public Builder maxGradientNorm(double norm) {
      if (!(norm > 0)) {
        throw new IllegalArgumentException("a norm must be positive, found " + norm);
      }
      maxGradientNorm = norm;
      return this;
    }

    /**
     * Sets how many tokens an example may have; 2048, or as many as the model takes, by default.
     *
     * @param tokens at least 2, at most what the model was made for
     * @return this builder
     * @throws IllegalArgumentException if there are fewer or more
     */
    public Builder maxLength(int tokens) {
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
    public Builder auxiliaryClasses(int classes) {
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
    public Builder checkpointing(boolean on) {
      checkpointing = on;
      return this;
    }

    /**
     * Sets how many threads compute; up to four work on parts of a batch side by side.
     *
     * @param count 0 for one per core, the default
     * @param spin whether they wait for work in a loop: faster on cores that nobody else uses
     * @return this builder
     * @throws IllegalArgumentException if the count is negative
     */
    public Builder threads(int count, boolean spin) {
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
    public Builder seed(long newSeed) {
      seed = newSeed;
      return this;
    }

    private SessionSettings settings() {
      return new SessionSettings(threads, spinning, false, false);
    }

    /**
     * Builds the graphs and opens the session.
     *
     * @return the open session
     * @throws io.github.em4j.EntityMatchingException if a tensor is missing, has another shape or
     *     cannot be read
     */
    public TrainingSession open() {
      return new TrainingSession(this);
    }
  }
}
