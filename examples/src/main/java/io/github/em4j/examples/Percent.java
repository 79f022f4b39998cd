package io.github.em4j.examples;

import java.util.Locale;

/** Scores as the tables of the paper print them: in per cent with two digits. */
final class Percent {

  private Percent() {}

  static String of(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }
}
