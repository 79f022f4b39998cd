package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

/** What all parts of a document ask of what they are given. */
final class Checks {

  private Checks() {}

  static String requireText(String what, String text) {
    if (requireNonNull(text, what).isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank");
    }
    return text;
  }

  static int requireDigits(int digits) {
    if (digits < 0 || digits > 9) {
      throw new IllegalArgumentException("digits must lie in [0, 9], found " + digits);
    }
    return digits;
  }

  static double requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " must be finite, found " + value);
    }
    return value;
  }

  static void requireSize(String what, int size, String perWhat, int expected) {
    if (size != expected) {
      throw new IllegalArgumentException(
          "%s needs one value for each of the %d %s, found %d"
              .formatted(what, expected, perWhat, size));
    }
  }
}
