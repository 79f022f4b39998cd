package io.github.em4j.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a data file: UTF-8, gzip'ed or plain. Gzip is recognised by its first two bytes, a
 * byte-order mark is skipped, and bytes that are not UTF-8 are a fault with its line and column
 * instead of a replacement character.
 *
 * <p>Every fault of the file, also one that the operating system reports, comes as a {@link
 * DatasetFormatException}. Not safe for use by many threads.
 */
final class StrictUtf8Reader extends Reader {
  private static final int BUFFER_SIZE = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_SIZE).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_SIZE).limit(0);
  private boolean atStart = true;
  private boolean endOfBytes;
  private boolean endOfText;

  /** The place of the next character that is decoded. */
  private long line = 1;

  private long column = 1;
  private boolean afterCarriageReturn;

  private StrictUtf8Reader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static StrictUtf8Reader open(Path file) {
    InputStream raw = null;
    try {
      raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_SIZE);
      return new StrictUtf8Reader(file, unzipped(file, raw));
    } catch (IOException e) {
      closeAfter(e, raw);
      throw unreadable(file, e);
    } catch (DatasetFormatException e) {
      closeAfter(e, raw);
      throw e;
    }
  }

  private static InputStream unzipped(Path file, InputStream raw) throws IOException {
    raw.mark(2);
    int first = raw.read();
    int second = raw.read();
    raw.reset();
    if ((first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)) {
      throw new DatasetFormatException(
          file, 1, 1, "found the byte-order mark of UTF-16; the text must be UTF-8", null);
    }
    return first == 0x1F && second == 0x8B ? new GZIPInputStream(raw, BUFFER_SIZE) : raw;
  }

  private static void closeAfter(Exception cause, @Nullable InputStream in) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  static DatasetFormatException unreadable(Path file, IOException cause) {
    String problem;
    if (cause instanceof NoSuchFileException) {
      problem = "there is no such file or folder";
    } else if (Files.isDirectory(file)) {
      problem = "found a folder where a file is needed";
    } else if (cause instanceof EOFException) {
      problem = "the gzip data ends early; the file is truncated";
    } else {
      problem = "cannot be read: " + cause;
    }
    return new DatasetFormatException(file, problem, cause);
  }

  @Override
  public int read(char[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (endOfText) {
        return -1;
      }
      decodeMore();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  private void decodeMore() {
    if (!endOfBytes) {
      fillBytes();
    }
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, endOfBytes);
    chars.flip();
    if (result.isUnderflow() && endOfBytes) {
      endOfText = true;
    }
    if (atStart && chars.hasRemaining()) {
      atStart = false;
      if (chars.get(0) == BYTE_ORDER_MARK) {
        chars.position(1);
      }
    }
    movePlace();
    if (result.isError()) {
      int found = bytes.get(bytes.position()) & 0xFF;
      throw new DatasetFormatException(
          file,
          line,
          column,
          String.format(
              "found byte 0x%02X, which is not UTF-8 there; the text must be UTF-8", found),
          null);
    }
  }

  private void fillBytes() {
    bytes.compact();
    try {
      int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      if (count < 0) {
        endOfBytes = true;
      } else {
        bytes.position(bytes.position() + count);
      }
    } catch (EOFException e) {
      throw new DatasetFormatException(
          file, line, column, "the gzip data ends early; the file is truncated", e);
    } catch (ZipException e) {
      throw new DatasetFormatException(
          file, line, column, "the gzip data is broken: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    bytes.flip();
  }

  /** Moves line and column past the characters that were just decoded. */
  private void movePlace() {
    for (int i = chars.position(); i < chars.limit(); i++) {
      char c = chars.get(i);
      boolean secondHalf = c == '\n' && afterCarriageReturn;
      if ((c == '\n' || c == '\r') && !secondHalf) {
        line++;
        column = 1;
      } else if (!secondHalf) {
        column++;
      }
      afterCarriageReturn = c == '\r';
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
