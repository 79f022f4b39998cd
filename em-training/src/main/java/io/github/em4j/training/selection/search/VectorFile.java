package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one model in a file that grows: a header of {@code em4jvec1}, the length of the
 * model's name and the name; then, one after the other, the hash of a text (32 bytes), the number
 * of dimensions and the numbers, all big-endian. Only hashes and places are kept in memory.
 *
 * <p>A {@link RandomAccessFile} on purpose: an interrupt, which is how a run is cancelled, would
 * close a channel for everybody.
 */
final class VectorFile implements AutoCloseable {
  private static final byte[] MAGIC = "em4jvec1".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_DIMENSIONS = 1 << 20;

  private final Path path;
  private final RandomAccessFile file;
  private final Map<ByteBuffer, Long> places = new HashMap<>();
  private long end;
  private boolean closed;

  private VectorFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** Opens a file or begins it; what is unfinished at its end is cut off. */
  static VectorFile open(Path path, String model) {
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
      if (!isLocked(file)) {
        throw new EntityMatchingException(path + " is in use by another process or embedder");
      }
      var vectors = new VectorFile(path, file);
      vectors.readHeader(model);
      vectors.readPlaces();
      return vectors;
    } catch (IOException e) {
      close(file, e);
      throw new EntityMatchingException("vectors in " + path + " cannot be read: " + e, e);
    } catch (EntityMatchingException e) {
      close(file, e);
      throw e;
    }
  }

  private static boolean isLocked(RandomAccessFile file) throws IOException {
    try {
      return file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void close(@Nullable RandomAccessFile file, Exception why) {
    if (file != null) {
      try {
        file.close();
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
    if (file.length() == 0) {
      write(header, 0);
      return;
    }
    if (file.length() < end || !read(0, header.limit()).equals(header)) {
      throw new EntityMatchingException(
          path + " is not a file of vectors of model " + model + "; delete it to begin anew");
    }
  }

  private void readPlaces() throws IOException {
    long size = file.length();
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
    file.setLength(end);
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
    if (closed) {
      throw new IllegalStateException("the vectors in " + path + " are closed");
    }
  }

  private ByteBuffer read(long from, int count) throws IOException {
    var bytes = new byte[count];
    file.seek(from);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** Writes what remains in a buffer, and leaves its position. */
  private void write(ByteBuffer bytes, long to) throws IOException {
    var all = new byte[bytes.remaining()];
    bytes.duplicate().get(all);
    file.seek(to);
    file.write(all);
  }

  @Override
  public synchronized void close() {
    try {
      closed = true;
      file.close();
    } catch (IOException e) {
      throw new EntityMatchingException("vectors in " + path + " cannot be closed: " + e, e);
    }
  }
}
