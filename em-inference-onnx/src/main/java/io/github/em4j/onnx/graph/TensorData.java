package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the numbers of a constant tensor are: row-major, little-endian. */
public sealed interface TensorData {

  /**
   * How many bytes they take.
   *
   * @return at least 0
   */
  long byteCount();

  /**
   * In a file, from which they are mapped and never copied.
   *
   * @param tensor where in which file
   */
  record InFile(StoredTensor tensor) implements TensorData {
    /** Refuses null. */
    public InFile {
      requireNonNull(tensor, "tensor");
    }

    @Override
    public long byteCount() {
      return tensor.byteCount();
    }
  }

  /**
   * In memory outside the heap; a session over the graph uses this very memory.
   *
   * @param buffer a direct buffer; what is between its position and its limit counts
   */
  record InMemory(ByteBuffer buffer) implements TensorData {
    /**
     * Takes a view of the buffer.
     *
     * @throws IllegalArgumentException if the buffer is on the heap
     */
    public InMemory {
      if (!buffer.isDirect()) {
        throw new IllegalArgumentException("weights in memory need a direct buffer");
      }
      buffer = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long byteCount() {
      return buffer.remaining();
    }
  }

  /**
   * In the serialised graph itself; for small constants.
   *
   * @param bytes a buffer of them; what is between its position and its limit counts
   */
  record Inline(ByteBuffer bytes) implements TensorData {
    /** Takes a view of the buffer. */
    public Inline {
      bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer();
    }

    @Override
    public long byteCount() {
      return bytes.remaining();
    }
  }
}
