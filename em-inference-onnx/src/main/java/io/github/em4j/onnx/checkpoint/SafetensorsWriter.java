package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.em4j.internal.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a {@code .safetensors} file: the header first, then tensor after tensor, so that only a
 * small buffer is in memory. The file appears whole or not at all. Not thread-safe.
 *
 * <pre>{@code
 * new SafetensorsWriter()
 *     .add("lora_A.weight", TensorType.F32, List.of(8L, 576L), numbers)
 *     .write(folder.resolve("adapter_model.safetensors"));
 * }</pre>
 *
 * <p>The header is padded to a multiple of 8 bytes and the 4-byte numbers come before the 2-byte
 * ones, so every tensor begins at a multiple of the size of its numbers.
 */
public final class SafetensorsWriter {

  /** Gives the numbers of one tensor when its turn has come. */
  @FunctionalInterface
  public interface Numbers {

    /**
     * Hands over all numbers in row-major order, in as many pieces as it likes.
     *
     * @param sink where to
     * @throws IOException if the sink fails
     */
    void writeTo(Sink sink) throws IOException;
  }

  /** Takes numbers. */
  @FunctionalInterface
  public interface Sink {

    /**
     * Takes the next numbers; they are copied.
     *
     * @param numbers an array that holds them
     * @param offset index of the first one
     * @param count how many
     * @throws IOException if writing fails
     */
    void accept(float[] numbers, int offset, int count) throws IOException;
  }

  private record Entry(
      String name, TensorType type, List<Long> shape, long bytes, Numbers numbers) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> metadata = new TreeMap<>();

  /** A writer without tensors. */
  public SafetensorsWriter() {}

  /**
   * Adds a tensor whose numbers are produced while writing.
   *
   * @param name its name
   * @param type how to write the numbers; they are rounded to the nearest
   * @param shape its dimensions, outermost first
   * @param numbers gives as many numbers as the shape asks for
   * @return this writer
   * @throws IllegalArgumentException if the name was added before, is {@code __metadata__}, or a
   *     dimension is negative
   */
  public SafetensorsWriter add(String name, TensorType type, List<Long> shape, Numbers numbers) {
    requireNonNull(numbers, "numbers");
    if (name.equals(SafetensorsHeader.METADATA) || !names.add(name)) {
      throw new IllegalArgumentException("a tensor cannot be named '" + name + "' here");
    }
    long bytes = type.bytes();
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "tensor '" + name + "' has a negative dimension: " + shape);
      }
      bytes = Math.multiplyExact(bytes, dimension);
    }
    entries.add(new Entry(name, type, List.copyOf(shape), bytes, numbers));
    return this;
  }

  /**
   * Adds a tensor from an array.
   *
   * @param name its name
   * @param type how to write the numbers; they are rounded to the nearest
   * @param shape its dimensions, outermost first
   * @param numbers the numbers in row-major order; read while writing, not copied
   * @return this writer
   * @throws IllegalArgumentException as for the other form
   */
  public SafetensorsWriter add(String name, TensorType type, List<Long> shape, float[] numbers) {
    return add(name, type, shape, sink -> sink.accept(numbers, 0, numbers.length));
  }

  /**
   * Notes a text in the header.
   *
   * @param key its name
   * @param text the text
   * @return this writer
   */
  public SafetensorsWriter metadata(String key, String text) {
    metadata.put(requireNonNull(key, "key"), requireNonNull(text, "text"));
    return this;
  }

  /**
   * Writes the file.
   *
   * @param file where it is to appear; its folder has to exist
   * @throws IllegalArgumentException if a tensor got more or fewer numbers than its shape asks for
   * @throws CheckpointException if writing fails
   */
  public void write(Path file) {
    List<Entry> ordered =
        entries.stream()
            .sorted(Comparator.comparingInt((Entry entry) -> entry.type().bytes()).reversed())
            .toList();
    try {
      WholeFile.write(
          file,
          out -> {
            writeHeader(header(ordered), out);
            for (Entry entry : ordered) {
              writeNumbers(entry, out);
            }
          });
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be written: " + e, e);
    }
  }

  /**
   * How many bytes the numbers take.
   *
   * @return the sum over the tensors added so far
   */
  long dataBytes() {
    return entries.stream().mapToLong(Entry::bytes).sum();
  }

  private byte[] header(List<Entry> ordered) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> note : metadata.entrySet()) {
          json.writeStringField(note.getKey(), note.getValue());
        }
        json.writeEndObject();
      }
      long offset = 0;
      for (Entry entry : ordered) {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.type().name());
        writeArray(json, "shape", entry.shape());
        writeArray(json, "data_offsets", List.of(offset, offset + entry.bytes()));
        json.writeEndObject();
        offset += entry.bytes();
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeArray(JsonGenerator json, String name, List<Long> numbers)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static void writeHeader(byte[] json, OutputStream out) throws IOException {
    int padding = -json.length & 7;
    var length = ByteBuffer.allocate(SafetensorsFile.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong((long) json.length + padding).array());
    out.write(json);
    byte[] spaces = new byte[padding];
    Arrays.fill(spaces, (byte) ' ');
    out.write(spaces);
  }

  private static void writeNumbers(Entry entry, OutputStream out) throws IOException {
    var sink = new EncodingSink(entry.type(), out);
    entry.numbers().writeTo(sink);
    long expected = entry.bytes() / entry.type().bytes();
    if (sink.taken != expected) {
      throw new IllegalArgumentException(
          "tensor '%s' of shape %s needs %d numbers, got %d"
              .formatted(entry.name(), entry.shape(), expected, sink.taken));
    }
  }

  private static final class EncodingSink implements Sink {
    private final TensorType type;
    private final OutputStream out;
    private final ByteBuffer buffer =
        ByteBuffer.allocate(TensorNumbers.BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long taken;

    EncodingSink(TensorType type, OutputStream out) {
      this.type = type;
      this.out = out;
    }

    @Override
    public void accept(float[] numbers, int offset, int count) throws IOException {
      int room = buffer.capacity() / type.bytes();
      for (int done = 0; done < count; done += room) {
        int piece = Math.min(room, count - done);
        TensorNumbers.encode(type, numbers, offset + done, piece, buffer.clear());
        out.write(buffer.array(), 0, buffer.position());
      }
      taken += count;
    }
  }
}
