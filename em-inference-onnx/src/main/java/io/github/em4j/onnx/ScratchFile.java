package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory for large tensors outside the heap and its limits: a temporary file that is mapped once it
 * is written, and that goes with the JVM even if that ends by force. What is mapped stays valid
 * after closing, for as long as it is reachable.
 */
final class ScratchFile implements AutoCloseable {
  /** Every tensor begins at a page of its own, as if a native allocator had placed it. */
  private static final long ALIGNMENT = 4096;

  private final FileChannel channel;
  private long start;
  private long end;

  private ScratchFile(FileChannel channel) {
    this.channel = channel;
  }

  static ScratchFile open() {
    try {
      Path file = Files.createTempFile("em4j", ".weights");
      return new ScratchFile(
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Appends bytes to the tensor that is being written. */
  void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What was written since the last tensor, as memory of at most 2 GiB. */
  ByteBuffer finishTensor() {
    try {
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, start, end - start);
      end = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      start = end;
      return mapped;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static EntityMatchingException failed(IOException e) {
    return new EntityMatchingException(
        "merged weights cannot be kept in the folder for temporary files, %s: %s"
            .formatted(System.getProperty("java.io.tmpdir"), e),
        e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
