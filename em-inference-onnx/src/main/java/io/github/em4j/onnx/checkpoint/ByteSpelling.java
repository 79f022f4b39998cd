package io.github.em4j.onnx.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's printable character for every byte: the byte itself where it is printable and not a
 * space, otherwise the next free character from U+0100 on.
 */
final class ByteSpelling {
  private static final char[] CHARACTERS = characters();
  private static final short[] BYTES = bytes();

  private ByteSpelling() {}

  static String of(byte[] bytes) {
    var spelling = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      spelling[i] = CHARACTERS[bytes[i] & 0xFF];
    }
    return new String(spelling);
  }

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytesOf(String spelling) {
    var bytes = new byte[spelling.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) BYTES[spelling.charAt(i)];
    }
    return bytes;
  }

  private static char[] characters() {
    var characters = new char[256];
    int free = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      characters[b] = (char) (printable ? b : free++);
    }
    return characters;
  }

  private static short[] bytes() {
    var bytes = new short[CHARACTERS[0xAD] + 1];
    Arrays.fill(bytes, (short) -1);
    for (int b = 0; b < 256; b++) {
      bytes[CHARACTERS[b]] = (short) b;
    }
    return bytes;
  }
}
