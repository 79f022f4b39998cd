package io.github.em4j.onnx.graph;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The cosines and sines of the rotary position embedding: the pair of numbers {@code i} of a head
 * is turned by {@code position · frequency(i)}. The graphs over the same weights share one.
 * Immutable.
 */
public final class RotaryTable {
  /** How many positions one exact row serves. */
  private static final int BLOCK = 64;

  private final int positions;
  private final int width;
  private final ByteBuffer cosines;
  private final ByteBuffer sines;

  private RotaryTable(int positions, int width, ByteBuffer cosines, ByteBuffer sines) {
    this.positions = positions;
    this.width = width;
    this.cosines = cosines;
    this.sines = sines;
  }

  /**
   * Computes the table of a model.
   *
   * @param config gives the frequencies, stretched where it says so
   * @param positions how many positions it holds, at least 1
   * @return the table, outside the heap
   * @throws EntityMatchingException if it would take over 2 GiB
   */
  public static RotaryTable of(LlamaConfig config, int positions) {
    double[] frequencies = frequencies(config);
    int width = frequencies.length;
    long bytes = (long) Float.BYTES * width * positions;
    if (bytes > Integer.MAX_VALUE) {
      throw new EntityMatchingException(
          "the rotary tables of %d positions take over 2 GiB each; the context must be at most %d"
              .formatted(positions, Integer.MAX_VALUE / (Float.BYTES * width)));
    }
    var table = new RotaryTable(positions, width, direct((int) bytes), direct((int) bytes));
    table.fill(frequencies);
    return table;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static double[] frequencies(LlamaConfig config) {
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
   * Adds angles: {@code cos(a + b) = cos a · cos b - sin a · sin b}. In double precision that is as
   * good as calling the functions for each position, and far faster.
   */
  private void fill(double[] frequencies) {
    Angles[] within = new Angles[Math.min(BLOCK, positions)];
    for (int step = 0; step < within.length; step++) {
      within[step] = Angles.at(step, frequencies);
    }
    FloatBuffer cosineRows = cosines.asFloatBuffer();
    FloatBuffer sineRows = sines.asFloatBuffer();
    float[] cosineRow = new float[width];
    float[] sineRow = new float[width];
    for (int first = 0; first < positions; first += BLOCK) {
      Angles start = Angles.at(first, frequencies);
      for (int step = 0; step < Math.min(BLOCK, positions - first); step++) {
        start.plus(within[step], cosineRow, sineRow);
        cosineRows.put(cosineRow);
        sineRows.put(sineRow);
      }
    }
  }

  /** The exact row of one position. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Angles(double[] cosines, double[] sines) {

    static Angles at(int position, double[] frequencies) {
      var angles = new Angles(new double[frequencies.length], new double[frequencies.length]);
      for (int i = 0; i < frequencies.length; i++) {
        angles.cosines[i] = Math.cos(position * frequencies[i]);
        angles.sines[i] = Math.sin(position * frequencies[i]);
      }
      return angles;
    }

    void plus(Angles other, float[] cosineRow, float[] sineRow) {
      for (int i = 0; i < cosineRow.length; i++) {
        cosineRow[i] = (float) (cosines[i] * other.cosines[i] - sines[i] * other.sines[i]);
        sineRow[i] = (float) (sines[i] * other.cosines[i] + cosines[i] * other.sines[i]);
      }
    }
  }

  ByteBuffer cosines() {
    return cosines;
  }

  ByteBuffer sines() {
    return sines;
  }

  /**
   * Adds the cosines to a graph.
   *
   * @param graph the graph
   * @return FLOAT {@code [positions, headSize / 2]}
   */
  public Value cosines(GraphBuilder graph) {
    return constant(graph, "rotary.cosines", cosines);
  }

  /**
   * Adds the sines to a graph.
   *
   * @param graph the graph
   * @return FLOAT {@code [positions, headSize / 2]}
   */
  public Value sines(GraphBuilder graph) {
    return constant(graph, "rotary.sines", sines);
  }

  private Value constant(GraphBuilder graph, String name, ByteBuffer table) {
    return graph.constant(
        name,
        new ValueType(ElementType.FLOAT, Shape.of(positions, width)),
        new TensorData.InMemory(table));
  }
}
