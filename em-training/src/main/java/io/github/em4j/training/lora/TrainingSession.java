package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  private final TrainingSessionBuilder options;
  private final ParameterSet parameters;
  private final BatchParts parts;
  private final SessionInputs inputs;
  private final WindowGradient gradients;
  private final ForwardLoss forward;
  private final ParameterUpdates updates;
  private final StateOwner owner;
  private final boolean oneGraphAtATime;
  private int steps;
  private long runs;
  private boolean begun;
  private double windowLoss;
  private long windowTokens;

  TrainingSession(TrainingSessionBuilder options) {
    this.options = options;
    owner = StateOwner.of(options);
    TrainingGraph graph = TrainingGraph.of(options, options.trainable);
    parameters =
        new ParameterSet(graph.parameters(), new InitialParameters(options.weights, options.seed));
    Arithmetic arithmetic = options.arithmetic();
    oneGraphAtATime = arithmetic.device().isCuda();
    parts = new BatchParts(options.threads, options.spinning, arithmetic);
    inputs = new SessionInputs(options, parameters, parts, DropoutNoise.of(options, graph));
    forward = new ForwardLoss(options, parts);
    gradients = new WindowGradient(differentiated(graph), parameters.all(), parts);
    try {
      updates = ParameterUpdates.of(options.optimizer, parameters.all(), options.settings(), parts);
    } catch (RuntimeException | Error e) {
      gradients.close();
      throw e;
    }
  }

  private Graph differentiated(TrainingGraph graph) {
    String last = "model.layers." + (options.config.layers() - 1);
    return Differentiation.of(
        graph.forward(),
        TrainingGraph.LOSS,
        graph.parameters().keySet(),
        // The last layer goes back at once: nothing is won by computing it again.
        block -> options.checkpointing && block.startsWith("model.layers.") && !block.equals(last),
        options.arithmetic().device().isCuda());
  }

  /**
   * A builder of a session.
   *
   * @param config the shape of the model
   * @param weights the checkpoint's tensors by their Hugging Face names
   * @param trainable what training changes
   * @return the builder, with AdamW, no checkpointing and no clipping
   */
  public static TrainingSessionBuilder builder(
      LlamaConfig config, Map<String, Weight> weights, Trainable trainable) {
    return new TrainingSessionBuilder(config, weights, trainable);
  }

  /**
   * Adds the gradient of a batch to that of the window. Where that fails half-way, as when memory
   * is used up, the whole window is forgotten.
   *
   * <p>On the CPU a batch is computed in parts, side by side. On a GPU it is one run; only examples
   * that are so much longer than the rest that more than half of the places were padding are a run
   * of their own.
   *
   * @param batch at least one example
   * @param windowWeight what every weight is divided by: for a mean over a window of several
   *     batches the sum of {@link TrainingExample#weight()} over all of them
   * @return the loss of the batch, its share of the window's
   * @throws IllegalArgumentException if the batch is empty, nothing in it counts, an example is
   *     longer than the session allows, a token is not of the vocabulary, or the window's weight is
   *     not positive; the window stays as it was
   * @throws io.github.em4j.EntityMatchingException if ONNX Runtime fails
   */
  public double accumulate(List<TrainingExample> batch, double windowWeight) {
    List<Map<String, HostTensor>> runInputs = inputs.dropping(batch, windowWeight, runs);
    forward.release();
    double loss;
    try {
      loss = gradients.add(runInputs);
    } catch (RuntimeException | Error e) {
      beginWindow();
      throw e;
    }
    runs += runInputs.size();
    windowTokens += SessionInputs.tokens(batch);
    windowLoss += loss;
    begun = true;
    return loss;
  }

  private void beginWindow() {
    gradients.clear();
    begun = false;
    windowLoss = 0;
    windowTokens = 0;
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
    double norm = gradients.finish();
    TrainingStep step = new TrainingStep(steps + 1, windowLoss, norm, windowTokens);
    if (step.isFinite()) {
      double scale = norm > options.maxGradientNorm ? options.maxGradientNorm / norm : 1;
      updates.apply(learningRate, scale, steps + 1);
      steps++;
    }
    beginWindow();
    return step;
  }

  /**
   * The loss of examples without dropout and gradients. It takes another graph over the same
   * weights, which the next {@link #accumulate} closes, so that training has the memory for itself;
   * on a GPU, the graph of the gradients is closed as well until then.
   *
   * @param batch at least one example
   * @param weight what every weight is divided by
   * @return the loss
   * @throws IllegalArgumentException as {@link #accumulate} does
   */
  public double loss(List<TrainingExample> batch, double weight) {
    List<Map<String, HostTensor>> runInputs = inputs.of(batch, weight);
    if (oneGraphAtATime) {
      gradients.release();
    }
    return forward.of(runInputs);
  }

  /**
   * Gives back what the graphs take on a GPU, weights and activations, until they are needed again:
   * for another model that is to have the memory meanwhile. On the CPU, where weights are mapped,
   * it changes nothing. A window that was begun goes on.
   */
  void release() {
    if (oneGraphAtATime) {
      gradients.release();
      forward.release();
    }
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
    return parameters.shapes();
  }

  /**
   * The numbers of a trainable tensor.
   *
   * @param name as in {@link #parameterShapes}
   * @return a copy, row-major
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] parameter(String name) {
    return parameters.get(name).copy();
  }

  /**
   * Sets the numbers of a trainable tensor, for example those of an adapter that is trained on.
   *
   * @param name as in {@link #parameterShapes}
   * @param numbers row-major
   * @throws IllegalArgumentException if there is none of that name or it has another size
   */
  public void setParameter(String name, float[] numbers) {
    parameters.get(name).set(numbers);
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
    new TrainingState(tensors(), steps, runs).write(file, owner);
  }

  /**
   * Goes back to a saved state.
   *
   * @param file what {@link #save} wrote in a session with the same options; the threads, the
   *     length of an example and checkpointing may differ, though not for the same bits
   * @throws io.github.em4j.EntityMatchingException if the file cannot be read or is of another
   *     training: other weights below an adapter, another adapter, precision, optimiser, clipping
   *     or seed; the session is as it was then
   */
  public void restore(Path file) {
    TrainingState state = TrainingState.read(file, tensors(), owner);
    parameters
        .all()
        .forEach(
            parameter ->
                parameter.set(requireNonNull(state.tensors().get(parameterKey(parameter)))));
    updates
        .state()
        .forEach(
            (name, numbers) ->
                System.arraycopy(
                    requireNonNull(state.tensors().get(name)), 0, numbers, 0, numbers.length));
    steps = state.step();
    runs = state.runs();
    beginWindow();
  }

  private Map<String, float[]> tensors() {
    Map<String, float[]> tensors = new TreeMap<>();
    parameters.all().forEach(parameter -> tensors.put(parameterKey(parameter), parameter.copy()));
    tensors.putAll(updates.state());
    return tensors;
  }

  private static String parameterKey(Parameter parameter) {
    return "parameter." + parameter.name();
  }

  /** Releases the graphs. Further calls do nothing; anything else fails. */
  @Override
  public void close() {
    try (parts;
        updates;
        forward;
        gradients) {
      begun = false;
    }
  }
}
