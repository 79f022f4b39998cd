package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loss alone, by a graph of its own over the weights of a session. The graph is opened when it
 * is asked for, and can be released to be opened anew.
 */
final class ForwardLoss implements AutoCloseable {
  private final TrainingSessionBuilder options;
  private final BatchParts parts;
  private Optional<GraphSession> session = Optional.empty();

  ForwardLoss(TrainingSessionBuilder options, BatchParts parts) {
    this.options = options;
    this.parts = parts;
  }

  /** The sum over the parts of a batch. */
  double of(List<Map<String, HostTensor>> inputs) {
    GraphSession open = session.orElseGet(this::open);
    session = Optional.of(open);
    double[] losses = new double[inputs.size()];
    parts.run(
        losses.length,
        (worker, part) ->
            losses[part] =
                requireNonNull(open.run(inputs.get(part)).get(TrainingGraph.LOSS)).floats()[0]);
    return Arrays.stream(losses).sum();
  }

  private GraphSession open() {
    Trainable kept =
        options.trainable instanceof Trainable.Lora lora
            ? lora.withoutDropout()
            : options.trainable;
    TrainingGraph plain = TrainingGraph.of(options, kept);
    return GraphSession.open(LiveNodes.of(plain.forward()), parts.settings());
  }

  /** Gives its memory back until the next loss is asked for. */
  void release() {
    session.ifPresent(GraphSession::close);
    session = Optional.empty();
  }

  @Override
  public void close() {
    release();
  }
}
