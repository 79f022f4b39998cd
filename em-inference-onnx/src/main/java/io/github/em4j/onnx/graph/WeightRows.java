package io.github.em4j.onnx.graph;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Reads a matrix row by row, whatever type it is stored in; never holds more than a few rows. */
final class WeightRows implements AutoCloseable {
  private static final int READ_AHEAD_BYTES = 1 << 20;

  private final ElementType element;
  private final int width;
  private final Optional<FileChannel> file;
  private final long offset;

  /** All of the matrix where it is in memory, else the rows read ahead. */
  private ByteBuffer rows;

  private int firstRow;
  private int rowCount;
  private final String name;

  private WeightRows(
      String name, ElementType element, int width, Optional<FileChannel> file, long offset) {
    this.name = name;
    this.element = element;
    this.width = width;
    this.file = file;
    this.offset = offset;
    this.rows = ByteBuffer.allocate(0);
  }

  static WeightRows open(Weight weight, int width) {
    ElementType element = weight.type().element();
    if (weight.data() instanceof TensorData.InFile inFile) {
      StoredTensor tensor = inFile.tensor();
      return new WeightRows(
          tensor.name(), element, width, Optional.of(open(tensor.file())), tensor.offset());
    }
    WeightRows reader = new WeightRows("in memory", element, width, Optional.empty(), 0);
    reader.rows =
        weight.data() instanceof TensorData.InMemory memory
            ? memory.buffer().duplicate().order(ByteOrder.LITTLE_ENDIAN)
            : ((TensorData.Inline) weight.data())
                .bytes()
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN);
    reader.rowCount = reader.rows.remaining() / (width * element.bytes());
    return reader;
  }

  private static FileChannel open(Path path) {
    try {
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new EntityMatchingException("cannot read the weights in " + path, e);
    }
  }

  void read(int row, float[] target) {
    if (row < firstRow || row >= firstRow + rowCount) {
      fill(row);
    }
    int rowBytes = width * element.bytes();
    ByteBuffer stored =
        rows.slice((row - firstRow) * rowBytes, rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (element) {
      case FLOAT -> stored.asFloatBuffer().get(target);
      case BFLOAT16 -> {
        for (int i = 0; i < width; i++) {
          target[i] = TensorType.BF16.toFloat(stored.getShort(2 * i));
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < width; i++) {
          target[i] = TensorType.F16.toFloat(stored.getShort(2 * i));
        }
      }
      default ->
          throw new IllegalArgumentException("a weight must be a real number, found " + element);
    }
  }

  private void fill(int row) {
    int rowBytes = width * element.bytes();
    if (rows.capacity() == 0) {
      rows =
          ByteBuffer.allocate(Math.max(1, READ_AHEAD_BYTES / rowBytes) * rowBytes)
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    rows.clear();
    long start = offset + (long) row * rowBytes;
    try {
      FileChannel channel = file.orElseThrow();
      int read = 0;
      while (rows.hasRemaining() && read >= 0) {
        read = channel.read(rows, start + rows.position());
      }
    } catch (IOException e) {
      throw new EntityMatchingException("cannot read the weights '" + name + "'", e);
    }
    firstRow = row;
    rowCount = rows.position() / rowBytes;
    if (rowCount == 0) {
      throw new EntityMatchingException(
          "the file of the weights '%s' ends before row %d".formatted(name, row));
    }
  }

  @Override
  public void close() {
    file.ifPresent(
        channel -> {
          try {
            channel.close();
          } catch (IOException e) {
            throw new EntityMatchingException("cannot close the file of '" + name + "'", e);
          }
        });
  }
}
