package io.github.em4j.examples;

import io.github.em4j.internal.FieldDigest;

/** Names of folders that are made of names which people chose. */
final class FolderName {
  private static final int DIGITS = 8;

  private FolderName() {}

  /**
   * A name that stands for one folder below another, whatever is in it. Letters, digits, blanks and
   * {@code + - _ .} stay as they are; a name that has anything else, or begins with a point, gets a
   * digest that tells it from others.
   */
  static String of(String name) {
    String safe = name.replaceAll("[^\\p{L}\\p{N} +_.-]", "_").replaceFirst("^\\.", "_");
    if (safe.equals(name)) {
      return name;
    }
    var digest = new FieldDigest();
    digest.add(name);
    return safe + "-" + digest.finish().substring(0, DIGITS);
  }
}
