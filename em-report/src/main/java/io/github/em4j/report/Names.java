package io.github.em4j.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that tell the parts of a chart or a document apart. */
final class Names {

  private Names() {}

  static void requireDistinct(String what, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("there are no " + what);
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      Checks.requireText("a name among the " + what, name);
      if (!seen.add(name)) {
        throw new IllegalArgumentException("'" + name + "' is twice among the " + what);
      }
    }
  }
}
