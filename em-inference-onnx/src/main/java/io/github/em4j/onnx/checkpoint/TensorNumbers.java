package io.github.em4j.onnx.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Reads and writes the numbers of tensors, a buffer at a time. */
final class TensorNumbers {
  static final int BUFFER_BYTES = 1 << 18;

  private TensorNumbers() {}

  /** Reads {@code into.length} numbers, beginning with the one at index {@code first}. */
  static void read(StoredTensor tensor, long first, float[] into) {
    int bytesPerNumber = tensor.type().bytes();
    var buffer =
        ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, (long) into.length * bytesPerNumber))
            .order(ByteOrder.LITTLE_ENDIAN);
    try (SeekableByteChannel channel = Files.newByteChannel(tensor.file())) {
      channel.position(tensor.offset() + first * bytesPerNumber);
      int done = 0;
      while (done < into.length) {
        int count = Math.min(buffer.capacity() / bytesPerNumber, into.length - done);
        readFully(channel, buffer.clear().limit(count * bytesPerNumber));
        decode(tensor.type(), buffer.flip(), into, done, count);
        done += count;
      }
    } catch (IOException e) {
      throw new CheckpointException(
          tensor.file(), "tensor '%s' cannot be read: %s".formatted(tensor.name(), e), e);
    }
  }

  static ByteBuffer map(StoredTensor tensor) {
    try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      if (channel.size() < tensor.offset() + tensor.byteCount()) {
        throw new EOFException("the file has become shorter");
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, tensor.offset(), tensor.byteCount())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new CheckpointException(
          tensor.file(), "tensor '%s' cannot be mapped: %s".formatted(tensor.name(), e), e);
    }
  }

  static void readFully(SeekableByteChannel channel, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new EOFException("the file ends too early");
      }
    }
  }

  private static void decode(
      TensorType type, ByteBuffer from, float[] into, int offset, int count) {
    switch (type) {
      case F32 -> from.asFloatBuffer().get(into, offset, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          into[offset + i] = HalfPrecision.toFloat(from.getShort(2 * i) & 0xFFFF);
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          into[offset + i] = BrainFloat.toFloat(from.getShort(2 * i));
        }
      }
    }
  }

  /** Appends numbers to a little-endian buffer that has room for them. */
  static void encode(TensorType type, float[] from, int offset, int count, ByteBuffer into) {
    for (int i = offset; i < offset + count; i++) {
      switch (type) {
        case F32 -> into.putFloat(from[i]);
        case F16 -> into.putShort((short) HalfPrecision.fromFloat(from[i]));
        case BF16 -> into.putShort((short) BrainFloat.fromFloat(from[i]));
      }
    }
  }
}
