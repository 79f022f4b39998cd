package io.github.em4j.examples;

import io.github.em4j.EntityDescription;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads records as a command line writes them: {@code NAME=VALUE} for every attribute. */
final class AttributeArguments {

  private AttributeArguments() {}

  /**
   * Reads a record.
   *
   * @param side what the record and its option are called, {@code left} or {@code right}
   * @param arguments one for each attribute; the value begins behind the first {@code =}
   */
  static EntityDescription record(String side, List<String> arguments) {
    var attributes = new LinkedHashMap<String, String>();
    for (String argument : arguments) {
      int end = argument.indexOf('=');
      String name = argument.substring(0, Math.max(0, end)).strip();
      String value = argument.substring(end + 1).strip();
      if (name.isEmpty() || value.isEmpty()) {
        throw new BadArgumentException(
            "--%s needs NAME=VALUE, for example 'title=…', found '%s'".formatted(side, argument));
      }
      if (attributes.putIfAbsent(name, value) != null) {
        throw new BadArgumentException("--%s gives '%s' twice".formatted(side, name));
      }
    }
    return new EntityDescription(side, attributes);
  }
}
