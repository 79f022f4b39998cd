package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Compares gradients with what the loss does when a parameter moves, in double precision. */
final class FiniteDifferences {
  static final SessionSettings SETTINGS = new SessionSettings(1, false, false, false);
  private static final double STEP = 1e-4;

  private FiniteDifferences() {}

  /**
   * Moves each parameter along random directions.
   *
   * @return the largest error relative to the length of the gradient along the direction
   */
  static double largestError(
      Graph forward,
      Set<String> trainable,
      Map<String, HostTensor> inputs,
      Predicate<String> computedAgain) {
    Graph differentiated =
        DoubleGraph.of(Differentiation.of(forward, TrainingGraph.LOSS, trainable, computedAgain));
    try (GraphSession session = GraphSession.open(differentiated, SETTINGS)) {
      Map<String, HostTensor> outputs = session.run(inputs);
      assertThat(outputs).hasSize(1 + trainable.size());
      SplittableRandom random = new SplittableRandom(5);
      double largest = 0;
      for (String name : new TreeSet<>(trainable)) {
        double[] gradient = requireNonNull(outputs.get(Differentiation.gradientOf(name))).doubles();
        double[] direction =
            random.doubles(gradient.length).map(number -> 2 * number - 1).toArray();
        double expected = slope(session, inputs, name, direction);
        double found = dot(gradient, direction);
        // A direction across the gradient has a slope near zero, whose own error says nothing.
        double scale =
            Math.max(
                Math.abs(expected), norm(gradient) * norm(direction) / Math.sqrt(gradient.length));
        double error = Math.abs(expected - found) / Math.max(scale, 1e-6);
        assertThat(error).as("%s: %s and %s", name, expected, found).isLessThan(1e-5);
        largest = Math.max(largest, error);
      }
      return largest;
    }
  }

  private static double slope(
      GraphSession session, Map<String, HostTensor> inputs, String name, double[] direction) {
    double near =
        loss(session, inputs, name, direction, STEP)
            - loss(session, inputs, name, direction, -STEP);
    double far =
        loss(session, inputs, name, direction, 2 * STEP)
            - loss(session, inputs, name, direction, -2 * STEP);
    return (8 * near - far) / (12 * STEP);
  }

  private static double loss(
      GraphSession session,
      Map<String, HostTensor> inputs,
      String name,
      double[] direction,
      double step) {
    HostTensor tensor = requireNonNull(inputs.get(name));
    double[] moved = tensor.doubles();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    Map<String, HostTensor> changed = new HashMap<>(inputs);
    changed.put(name, HostTensor.of(moved, tensor.shape()));
    return requireNonNull(session.run(changed).get(TrainingGraph.LOSS)).doubles()[0];
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] numbers) {
    return Math.sqrt(Arrays.stream(numbers).map(number -> number * number).sum());
  }

  /** The shape of a value without unknown sizes. */
  static long[] sizes(Value value) {
    return value.shape().dimensions().stream().mapToLong(size -> size.coefficient()).toArray();
  }
}
