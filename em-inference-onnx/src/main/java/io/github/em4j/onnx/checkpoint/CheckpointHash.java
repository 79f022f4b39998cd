package io.github.em4j.onnx.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The two identities of a checkpoint. Paths do not enter them, so a copy has the same. */
final class CheckpointHash {
  private static final int SAMPLE_BYTES = 1024;
  private static final List<String> TEXT_FILES =
      List.of(
          Checkpoint.CONFIG,
          Checkpoint.GENERATION_CONFIG,
          TokenizerFiles.TOKENIZER,
          TokenizerFiles.CONFIG,
          TokenizerFiles.CHAT_TEMPLATE);

  private CheckpointHash() {}

  static String sampled(CheckpointFolder folder, WeightFiles weights) {
    MessageDigest digest = textFiles(folder);
    for (SafetensorsFile file : weights.files()) {
      digest.update(file.headerHash().getBytes(StandardCharsets.UTF_8));
      try (SeekableByteChannel channel = Files.newByteChannel(file.path())) {
        for (StoredTensor tensor : file.tensors().values()) {
          // From the middle: the first rows of an embedding are often tokens that never occur.
          long length = Math.min(SAMPLE_BYTES, tensor.byteCount());
          update(digest, channel, tensor.offset() + (tensor.byteCount() - length) / 2, length);
        }
      } catch (IOException e) {
        throw new CheckpointException(file.path(), "cannot be read: " + e, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String complete(CheckpointFolder folder, WeightFiles weights) {
    MessageDigest digest = textFiles(folder);
    for (SafetensorsFile file : weights.files()) {
      update(digest, file.path());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest textFiles(CheckpointFolder folder) {
    MessageDigest digest = Sha256.digest();
    for (String name : TEXT_FILES) {
      Optional<Path> file = folder.find(name);
      digest.update(
          (name + (file.isPresent() ? "\n" : " absent\n")).getBytes(StandardCharsets.UTF_8));
      file.ifPresent(path -> update(digest, path));
    }
    return digest;
  }

  /** Adds the length too, so that bytes cannot move from one file to the next unseen. */
  static void update(MessageDigest digest, Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long length = channel.size();
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
      update(digest, channel, 0, length);
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be read: " + e, e);
    }
  }

  private static void update(
      MessageDigest digest, SeekableByteChannel channel, long start, long length)
      throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) Math.min(TensorNumbers.BUFFER_BYTES, Math.max(length, 1)));
    channel.position(start);
    for (long left = length; left > 0; left -= buffer.limit()) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      TensorNumbers.readFully(channel, buffer);
      digest.update(buffer.flip());
    }
  }
}
