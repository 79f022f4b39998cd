package io.github.em4j.dataset;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a file line by line into one buffer that is used again, with a bound on the length of a
 * line. Lines end with {@code \n} or {@code \r\n}.
 */
final class LineReader implements AutoCloseable {
  private final Path file;
  private final StrictUtf8Reader in;
  private final int maxLength;
  private final char[] input = new char[1 << 14];
  private int inputPosition;
  private int inputLimit;
  private char[] text = new char[1 << 12];
  private int length;
  private long line;

  LineReader(Path file, int maxLength) {
    this.file = file;
    this.in = StrictUtf8Reader.open(file);
    this.maxLength = maxLength;
  }

  /** Moves to the next line that is not blank; false at the end of the file. */
  boolean next() {
    while (readLine()) {
      for (int i = 0; i < length; i++) {
        if (!Character.isWhitespace(text[i])) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean readLine() {
    length = 0;
    boolean any = false;
    while (inputPosition < inputLimit || refill()) {
      any = true;
      int start = inputPosition;
      while (inputPosition < inputLimit && input[inputPosition] != '\n') {
        inputPosition++;
      }
      append(start, inputPosition);
      if (inputPosition < inputLimit) {
        inputPosition++;
        break;
      }
    }
    if (!any) {
      return false;
    }
    line++;
    if (length > 0 && text[length - 1] == '\r') {
      length--;
    }
    return true;
  }

  private boolean refill() {
    inputPosition = 0;
    inputLimit = Math.max(0, in.read(input, 0, input.length));
    return inputLimit > 0;
  }

  private void append(int from, int to) {
    int needed = length + to - from;
    if (needed > maxLength) {
      throw new DatasetFormatException(
          file,
          line + 1,
          1,
          "the line is longer than the allowed " + maxLength + " characters",
          null);
    }
    if (needed > text.length) {
      text = Arrays.copyOf(text, Math.max(needed, Math.min(maxLength, 2 * text.length)));
    }
    System.arraycopy(input, from, text, length, to - from);
    length = needed;
  }

  /** The characters of the line; only the first {@link #length} are valid, until the next line. */
  char[] text() {
    return text;
  }

  int length() {
    return length;
  }

  /** The number of the line, counted from 1. */
  long line() {
    return line;
  }

  @Override
  public void close() {
    in.close();
  }
}
