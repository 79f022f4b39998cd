package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of contents of a {@code .safetensors} file: which tensors it holds, and where.
 *
 * <p>Opening reads the header only, and checks all of it: every size against the length of the file
 * before anything of that size is allocated, and that the tensors follow one another without a gap
 * or an overlap, as the format asks. The file is not kept open. Immutable and thread-safe.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class SafetensorsFile {
  /** What a header may take: that of a checkpoint with 1,000 tensors takes about 0.1 MB. */
  static final long MAX_HEADER_BYTES = 16L << 20;

  /** The bytes before the header: its length. */
  static final int LENGTH_BYTES = 8;

  private final Path path;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;
  private final byte[] headerHash;

  private SafetensorsFile(
      Path path,
      Map<String, StoredTensor> tensors,
      Map<String, String> metadata,
      byte[] headerHash) {
    this.path = path;
    this.tensors = Collections.unmodifiableMap(tensors);
    this.metadata = Collections.unmodifiableMap(metadata);
    this.headerHash = headerHash;
  }

  /**
   * Reads the header of a file.
   *
   * @param path the file
   * @return its table of contents
   * @throws CheckpointException if it is not a whole safetensors file, or holds numbers of another
   *     type than {@link TensorType} lists
   */
  public static SafetensorsFile open(Path path) {
    requireNonNull(path, "path");
    if (!Files.isRegularFile(path)) {
      throw new CheckpointException(
          path, Files.exists(path) ? "is not a regular file" : "there is no such file");
    }
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      byte[] header = readHeader(path, channel);
      long dataStart = LENGTH_BYTES + (long) header.length;
      SafetensorsHeader content =
          SafetensorsHeader.parse(path, header, dataStart, channel.size() - dataStart);
      var tensors = new LinkedHashMap<String, StoredTensor>();
      content.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
      return new SafetensorsFile(path, tensors, content.metadata(), Sha256.of(header));
    } catch (IOException e) {
      throw new CheckpointException(path, "cannot be read: " + e, e);
    }
  }

  private static byte[] readHeader(Path path, SeekableByteChannel channel) throws IOException {
    long fileLength = channel.size();
    if (fileLength < LENGTH_BYTES) {
      throw new CheckpointException(
          path,
          "is %d bytes long; a safetensors file begins with 8 bytes that give the length of its header"
              .formatted(fileLength));
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    TensorNumbers.readFully(channel, length);
    long headerLength = length.getLong(0);
    if (headerLength < 0 || headerLength > fileLength - LENGTH_BYTES) {
      throw new CheckpointException(
          path,
          "claims a header of %s bytes, but only %d follow"
              .formatted(Long.toUnsignedString(headerLength), fileLength - LENGTH_BYTES));
    }
    if (headerLength > MAX_HEADER_BYTES) {
      throw new CheckpointException(
          path,
          "has a header of %d bytes; at most %d are read"
              .formatted(headerLength, MAX_HEADER_BYTES));
    }
    byte[] header = new byte[(int) headerLength];
    TensorNumbers.readFully(channel, ByteBuffer.wrap(header));
    return header;
  }

  /**
   * The file.
   *
   * @return its path as it was opened
   */
  public Path path() {
    return path;
  }

  /**
   * The tensors by name.
   *
   * @return in the order in which their numbers lie in the file
   */
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /**
   * One tensor.
   *
   * @param name its name
   * @return where it lies
   * @throws CheckpointException if the file holds no such tensor
   */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(requireNonNull(name, "name"));
    if (tensor == null) {
      throw new CheckpointException(
          path,
          "holds no tensor '%s'; it holds %s"
              .formatted(name, Names.few(List.copyOf(tensors.keySet()))));
    }
    return tensor;
  }

  /**
   * What the writer noted beside the tensors ({@code __metadata__}).
   *
   * @return keys and texts, may be empty
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * A hash of the header: of the names, types, shapes and places, not of the numbers.
   *
   * @return SHA-256 in hexadecimal
   */
  public String headerHash() {
    return HexFormat.of().formatHex(headerHash);
  }

  @Override
  public String toString() {
    return path + " (" + tensors.size() + " tensors)";
  }
}
