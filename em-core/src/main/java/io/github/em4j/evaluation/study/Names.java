package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Checks of the names that a study is made of. */
final class Names {

  private Names() {}

  static String require(String what, String name) {
    if (requireNonNull(name, what).isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank");
    }
    return name;
  }

  static Optional<String> require(String what, Optional<String> name) {
    requireNonNull(name, what).ifPresent(given -> require(what, given));
    return name;
  }
}
