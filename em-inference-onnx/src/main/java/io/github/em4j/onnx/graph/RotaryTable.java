package io.github.em4j.onnx.graph;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleUnaryOperator;

/**
 * The cosines and sines of the rotary position embedding: the pair of numbers {@code i} of a head
 * is turned by {@code position · frequency(i)}. Immutable.
 */
public final class RotaryTable {
  private final int positions;
  private final double[] frequencies;

  /**
   * The table of a model.
   *
   * @param config gives the frequencies, stretched where it says so
   * @param positions how many positions it holds
   */
  public RotaryTable(LlamaConfig config, int positions) {
    this.positions = positions;
    this.frequencies = frequencies(config);
  }

  private static double[] frequencies(LlamaConfig config) {
    double[] frequencies = new double[config.headSize() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double plain = Math.pow(config.ropeTheta(), -2.0 * i / config.headSize());
      frequencies[i] = config.ropeScaling().map(scaling -> stretched(plain, scaling)).orElse(plain);
    }
    return frequencies;
  }

  /** Llama 3.1: long wavelengths are stretched, short ones kept, those between blended. */
  private static double stretched(double frequency, LlamaConfig.RopeScaling scaling) {
    double wavesInContext = scaling.originalMaxPositions() * frequency / (2 * Math.PI);
    double kept =
        (wavesInContext - scaling.lowFrequencyFactor())
            / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
    double clamped = Math.min(1, Math.max(0, kept));
    return clamped * frequency + (1 - clamped) * frequency / scaling.factor();
  }

  /**
   * Adds the cosines to a graph.
   *
   * @param graph the graph
   * @return FLOAT {@code [positions, headSize / 2]}
   */
  public Value cosines(GraphBuilder graph) {
    return table(graph, "rotary.cosines", Math::cos);
  }

  /**
   * Adds the sines to a graph.
   *
   * @param graph the graph
   * @return FLOAT {@code [positions, headSize / 2]}
   */
  public Value sines(GraphBuilder graph) {
    return table(graph, "rotary.sines", Math::sin);
  }

  private Value table(GraphBuilder graph, String name, DoubleUnaryOperator function) {
    ByteBuffer table =
        ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES * frequencies.length, positions))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int position = 0; position < positions; position++) {
      for (double frequency : frequencies) {
        table.putFloat((float) function.applyAsDouble(position * frequency));
      }
    }
    return graph.constant(
        name,
        new ValueType(ElementType.FLOAT, Shape.of(positions, frequencies.length)),
        new TensorData.InMemory(table.flip()));
  }
}
