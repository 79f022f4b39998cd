package io.github.em4j.onnx.graph;

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
 * after closing, for as long as it is reachable. Not safe for use by many threads.
 */
public final class ScratchFile implements AutoCloseable {
  /** Every tensor begins at a page of its own, as if a native allocator had placed it. */
  private static final long ALIGNMENT = 4096;

  /** How many are written at once. */
  private static final int ZEROS = 1 << 20;

  private final FileChannel channel;
  private long start;
  private long end;

  private ScratchFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens an empty file.
   *
   * @return the file, to be closed by the caller
   * @throws EntityMatchingException if the folder for temporary files takes none
   */
  public static ScratchFile open() {
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

  /**
   * Memory to be written by its user, all zeros at first. Its place on the disk is taken at once: a
   * full disk is found here, and not by whoever writes.
   *
   * @param bytes how many
   * @return memory that is valid for as long as it is reachable
   * @throws EntityMatchingException if the folder for temporary files has no room
   */
  static ByteBuffer memory(int bytes) {
    try (ScratchFile file = open()) {
      ByteBuffer zeros = ByteBuffer.allocate(Math.min(bytes, ZEROS));
      for (int left = bytes; left > 0; left -= zeros.capacity()) {
        file.write(zeros.clear().limit(Math.min(left, zeros.capacity())));
      }
      return file.map(FileChannel.MapMode.READ_WRITE);
    }
  }

  /**
   * Appends bytes to the tensor that is being written.
   *
   * @param bytes what is between its position and its limit, which it takes
   * @throws EntityMatchingException if the folder for temporary files has no room
   */
  public void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * What was written since the last tensor.
   *
   * @return memory of at most 2 GiB, which is valid for as long as it is reachable
   * @throws EntityMatchingException if the file cannot be mapped
   */
  public ByteBuffer finishTensor() {
    return map(FileChannel.MapMode.READ_ONLY);
  }

  private ByteBuffer map(FileChannel.MapMode mode) {
    try {
      ByteBuffer mapped = channel.map(mode, start, end - start);
      end = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      start = end;
      return mapped;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static EntityMatchingException failed(IOException e) {
    return new EntityMatchingException(
        "weights cannot be kept in the folder for temporary files, %s: %s"
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
