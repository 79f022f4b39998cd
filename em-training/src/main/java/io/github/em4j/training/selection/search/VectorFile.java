package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one model in a file that grows: a header of {@code em4jvec1}, the length of the
 * model's name and the name; then, one after the other, the hash of a text (32 bytes), the number
 * of dimensions and the numbers, all big-endian. Only hashes and places are kept in memory.
 */
final class VectorFile implements AutoCloseable {
  private static final byte[] MAGIC = "em4jvec1".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_DIMENSIONS = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final Map<ByteBuffer, Long> places = new HashMap<>();
  private long end;

  private VectorFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens a file or begins it; what is unfinished at its end is cut off. */
  static VectorFile open(Path path, String model) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        throw new EntityMatchingException(path + " is in use by another process or embedder");
      }
      var file = new VectorFile(path, channel);
      file.readHeader(model);
      file.readPlaces();
      return file;
    } catch (IOException e) {
      close(channel, e);
      throw new EntityMatchingException("vectors in " + path + " cannot be read: " + e, e);
    } catch (EntityMatchingException e) {
      close(channel, e);
      throw e;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void close(@Nullable FileChannel channel, Exception why) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        why.addSuppressed(e);
      }
    }
  }

  private void readHeader(String model) throws IOException {
    byte[] name = model.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(MAGIC.length + Integer.BYTES + name.length);
    header.put(MAGIC).putInt(name.length).put(name).flip();
    end = header.limit();
    if (channel.size() == 0) {
      write(header, 0);
      return;
    }
    if (channel.size() < end || !read(0, header.limit()).equals(header)) {
      throw new EntityMatchingException(
          path + " is not a file of vectors of model " + model + "; delete it to begin anew");
    }
  }

  private void readPlaces() throws IOException {
    long size = channel.size();
    while (end + TextHash.BYTES + Integer.BYTES <= size) {
      ByteBuffer entry = read(end, TextHash.BYTES + Integer.BYTES);
      int dimensions = entry.getInt(TextHash.BYTES);
      if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
        throw new EntityMatchingException(
            "%s is broken at byte %d: a vector must have 1 to %d dimensions, found %d"
                .formatted(path, end, MOST_DIMENSIONS, dimensions));
      }
      long next = end + entry.limit() + (long) Float.BYTES * dimensions;
      if (next > size) {
        break;
      }
      var hash = new byte[TextHash.BYTES];
      entry.get(0, hash);
      places.put(ByteBuffer.wrap(hash), end);
      end = next;
    }
    channel.truncate(end);
  }

  synchronized boolean holds(ByteBuffer hash) {
    return places.containsKey(hash);
  }

  /** The vector of a text that the file {@link #holds}. */
  synchronized float[] get(ByteBuffer hash) {
    requireOpen();
    try {
      long place = requireNonNull(places.get(hash), "no vector of this text");
      int dimensions = read(place + TextHash.BYTES, Integer.BYTES).getInt();
      var vector = new float[dimensions];
      read(place + TextHash.BYTES + Integer.BYTES, Float.BYTES * dimensions)
          .asFloatBuffer()
          .get(vector);
      return vector;
    } catch (IOException e) {
      throw new EntityMatchingException("vectors in " + path + " cannot be read: " + e, e);
    }
  }

  /** Adds a vector, unless the file holds one of the text already. */
  synchronized void add(ByteBuffer hash, float[] vector) {
    requireOpen();
    if (places.containsKey(hash)) {
      return;
    }
    if (vector.length < 1 || vector.length > MOST_DIMENSIONS) {
      throw new EntityMatchingException(
          "a vector must have 1 to %d dimensions, found %d"
              .formatted(MOST_DIMENSIONS, vector.length));
    }
    ByteBuffer entry =
        ByteBuffer.allocate(TextHash.BYTES + Integer.BYTES + Float.BYTES * vector.length);
    entry.put(hash.duplicate()).putInt(vector.length);
    for (float number : vector) {
      entry.putFloat(number);
    }
    try {
      write(entry.flip(), end);
    } catch (IOException e) {
      throw new EntityMatchingException("vectors in " + path + " cannot be written: " + e, e);
    }
    places.put(hash, end);
    end += entry.limit();
  }

  private void requireOpen() {
    if (!channel.isOpen()) {
      throw new IllegalStateException("the vectors in " + path + " are closed");
    }
  }

  private ByteBuffer read(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("the file ends at byte " + channel.size());
      }
    }
    return bytes.flip();
  }

  private void write(ByteBuffer bytes, long to) throws IOException {
    long at = to - bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EntityMatchingException("vectors in " + path + " cannot be closed: " + e, e);
    }
  }
}
