package io.github.em4j.onnx.graph;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys and values of rows that a graph with a {@linkplain LlamaGraph.Builder#keyValueCache
 * cache} continues, outside the heap. Attention appends to them in place: a run takes the same
 * memory as {@code past} and as {@code present}, and nothing is copied from token to token.
 *
 * <p>A row is a slot of a fixed number of positions. Rows next to each other run together; {@link
 * #move} closes a gap. Freed with the last reference to it. Not thread-safe.
 */
public final class KeyValueMemory {
  private static final List<String> PARTS = List.of("key", "value");

  private final LlamaConfig config;
  private final int rows;
  private final int positions;
  private final List<ByteBuffer> parts = new ArrayList<>();

  /**
   * Memory for some rows.
   *
   * @param config the shape of the model
   * @param rows how many, at least 1
   * @param positions the length that a row may grow to, at least 1
   * @throws IllegalArgumentException if one is below 1 or a layer's keys take more than 2 GiB
   */
  public KeyValueMemory(LlamaConfig config, int rows, int positions) {
    long partBytes = bytesPerRow(config, positions) / (2L * config.layers()) * rows;
    if (rows < 1 || positions < 1 || partBytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a layer's keys must take 1 byte to 2 GiB, found %d rows of %d positions"
              .formatted(rows, positions));
    }
    this.config = config;
    this.rows = rows;
    this.positions = positions;
    for (int part = 0; part < PARTS.size() * config.layers(); part++) {
      parts.add(ByteBuffer.allocateDirect((int) partBytes).order(ByteOrder.nativeOrder()));
    }
  }

  /**
   * How much a row takes in all layers.
   *
   * @param config the shape of the model
   * @param positions the length that the row may grow to
   * @return in bytes
   */
  public static long bytesPerRow(LlamaConfig config, int positions) {
    return (long) Float.BYTES
        * PARTS.size()
        * config.layers()
        * config.keyValueHeads()
        * config.headSize()
        * positions;
  }

  /**
   * How many rows there are.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * How long a row may grow.
   *
   * @return at least 1
   */
  public int positions() {
    return positions;
  }

  /**
   * Runs a graph over rows that lie next to each other.
   *
   * @param session of a graph with a cache
   * @param firstRow the first of the rows
   * @param count how many rows
   * @param inputs all other inputs
   * @param outputs the other outputs wanted, over direct buffers
   */
  public void run(
      GraphSession session,
      int firstRow,
      int count,
      Map<String, HostTensor> inputs,
      Map<String, HostTensor> outputs) {
    Map<String, HostTensor> given = new HashMap<>(inputs);
    Map<String, HostTensor> written = new HashMap<>(outputs);
    for (int layer = 0; layer < config.layers(); layer++) {
      for (int part = 0; part < PARTS.size(); part++) {
        HostTensor tensor = tensor(parts.get(PARTS.size() * layer + part), firstRow, count);
        given.put("past." + layer + "." + PARTS.get(part), tensor);
        written.put("present." + layer + "." + PARTS.get(part), tensor);
      }
    }
    session.run(given, written);
  }

  private HostTensor tensor(ByteBuffer part, int firstRow, int count) {
    int rowBytes = rowBytes();
    ByteBuffer slots =
        part.slice(firstRow * rowBytes, count * rowBytes).order(ByteOrder.nativeOrder());
    return HostTensor.of(
        slots.asFloatBuffer(), count, config.keyValueHeads(), positions, config.headSize());
  }

  /**
   * Copies a row over another one.
   *
   * @param from the row to keep
   * @param to the row to forget
   */
  public void move(int from, int to) {
    int rowBytes = rowBytes();
    for (ByteBuffer part : parts) {
      part.put(to * rowBytes, part, from * rowBytes, rowBytes);
    }
  }

  private int rowBytes() {
    return Float.BYTES * config.keyValueHeads() * positions * config.headSize();
  }
}
