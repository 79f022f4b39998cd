package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up loss and gradients of the parts of a window. Each worker adds up its own, and in the end
 * these are added in the workers' order: the same parts give the same bits.
 */
final class WindowGradient implements AutoCloseable {
  private final BatchParts parts;
  private final List<Parameter> parameters;
  private final Graph differentiated;
  private final List<Share> shares = new ArrayList<>();
  private Optional<GraphSession> session;

  WindowGradient(Graph differentiated, List<Parameter> parameters, BatchParts parts) {
    this.parts = parts;
    this.parameters = List.copyOf(parameters);
    this.differentiated = differentiated;
    session = Optional.of(GraphSession.open(differentiated, parts.settings()));
    for (int worker = 0; worker < parts.workers(); worker++) {
      shares.add(new Share(worker == 0));
    }
  }

  /**
   * Adds parts of a batch.
   *
   * @param inputs of each part
   * @return their loss
   */
  double add(List<Map<String, HostTensor>> inputs) {
    GraphSession open =
        session.orElseGet(() -> GraphSession.open(differentiated, parts.settings()));
    session = Optional.of(open);
    double[] losses = new double[inputs.size()];
    parts.run(
        losses.length,
        (worker, part) -> losses[part] = shares.get(worker).add(open, inputs.get(part)));
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /**
   * Leaves the sum in {@link Parameter#gradient()}; what is added next begins anew.
   *
   * @return the length of all gradients together; the same bits however many workers share the sum
   */
  double finish() {
    List<Share> others = shares.stream().skip(1).filter(share -> share.begun).toList();
    double[] squares = new double[parameters.size()];
    parts.run(
        squares.length,
        (worker, index) -> {
          List<FloatBuffer> further = others.stream().map(share -> share.sums.get(index)).toList();
          squares[index] = parameters.get(index).addToGradient(further);
        });
    clear();
    return Math.sqrt(Arrays.stream(squares).sum());
  }

  /** Forgets what was added. */
  void clear() {
    shares.forEach(share -> share.begun = false);
  }

  /** Closes the graph until there is something to add; what was added stays. */
  void release() {
    session.ifPresent(GraphSession::close);
    session = Optional.empty();
  }

  @Override
  public void close() {
    release();
  }

  /** What one worker has added up. */
  private final class Share {
    private final FloatBuffer loss = Parameter.direct(1);

    /** The first worker's are the parameters' own, the others' are made when there is work. */
    private final List<FloatBuffer> sums = new ArrayList<>();

    /** The gradients of a further part, made when there is one. */
    private final List<FloatBuffer> further = new ArrayList<>();

    private boolean begun;

    Share(boolean first) {
      if (first) {
        parameters.forEach(parameter -> sums.add(parameter.gradient()));
      }
    }

    double add(GraphSession open, Map<String, HostTensor> inputs) {
      List<FloatBuffer> results = begun ? further : sums;
      if (results.isEmpty()) {
        parameters.forEach(parameter -> results.add(Parameter.direct(parameter.size())));
      }
      Map<String, HostTensor> outputs = new LinkedHashMap<>();
      outputs.put(TrainingGraph.LOSS, HostTensor.of(loss));
      for (int i = 0; i < parameters.size(); i++) {
        outputs.put(
            Differentiation.gradientOf(parameters.get(i).name()),
            HostTensor.of(results.get(i), parameters.get(i).shape()));
      }
      open.run(inputs, outputs);
      for (int i = 0; i < parameters.size() && begun; i++) {
        Parameter.add(further.get(i), sums.get(i));
      }
      begun = true;
      return loss.get(0);
    }
  }
}
