package io.github.em4j.onnx.checkpoint;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The reference tokenizer, in native code. Nothing of it touches the network: by itself DJL would
 * report its use on Amazon's machines, and on a machine with CUDA it would fetch another build of
 * the library. The build inside its jar is unpacked into {@code ~/.djl.ai} (or {@code
 * DJL_CACHE_DIR}) once. Thread-safe until it is closed.
 */
final class NativeTokenizer implements AutoCloseable {
  static {
    setUnlessSet("OPT_OUT_TRACKING", "true");
    setUnlessSet("RUST_FLAVOR", "cpu");
  }

  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "do_not_truncate", "padding", "do_not_pad");

  /** Held for reading by every call into the library, so that closing frees nothing in use. */
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private final Path file;
  private final HuggingFaceTokenizer tokenizer;

  NativeTokenizer(Path file, String json) {
    this.file = file;
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), OPTIONS);
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new CheckpointException(file, "cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Asks the library for the ids alone: its Java side would fetch eight more arrays. */
  int[] encode(String text, boolean addSpecialTokens) {
    open.readLock().lock();
    try {
      long encoding =
          TokenizersLibrary.LIB.encode(tokenizer.getHandle(), wellFormed(text), addSpecialTokens);
      try {
        long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
          narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
      } finally {
        TokenizersLibrary.LIB.deleteEncoding(encoding);
      }
    } catch (RuntimeException e) {
      throw failed(e);
    } finally {
      open.readLock().unlock();
    }
  }

  /** Half a character becomes the one replacement character, not one for each of its bytes. */
  private static String wellFormed(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, '\uFFFD');
      }
    }
    return repaired == null ? text : repaired.toString();
  }

  String decode(int[] ids, boolean skipSpecialTokens) {
    long[] wide = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      wide[i] = ids[i];
    }
    open.readLock().lock();
    try {
      return tokenizer.decode(wide, skipSpecialTokens);
    } catch (RuntimeException e) {
      throw failed(e);
    } finally {
      open.readLock().unlock();
    }
  }

  private CheckpointException failed(RuntimeException e) {
    return new CheckpointException(file, "the tokenizer failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      tokenizer.close();
    } finally {
      open.writeLock().unlock();
    }
  }
}
