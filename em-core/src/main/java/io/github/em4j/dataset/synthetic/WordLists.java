package io.github.em4j.dataset.synthetic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the plain-text resources beside this class. Lines that begin with {@code #} are comments.
 */
final class WordLists {

  private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");

  private WordLists() {}

  /** The lines of {@code name.txt} that are neither blank nor comments. */
  static List<String> lines(String name) {
    return read(name).stream().filter(line -> !line.isBlank()).toList();
  }

  /** The paragraphs of {@code name.txt}, each line of the form {@code key: value}. */
  static List<Map<String, String>> blocks(String name) {
    var blocks = new ArrayList<Map<String, String>>();
    Map<String, String> block = new LinkedHashMap<>();
    for (String line : read(name)) {
      if (!line.isBlank()) {
        int colon = line.indexOf(':');
        block.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      } else if (!block.isEmpty()) {
        blocks.add(block);
        block = new LinkedHashMap<>();
      }
    }
    if (!block.isEmpty()) {
      blocks.add(block);
    }
    return List.copyOf(blocks);
  }

  /** The items of a line, which stand between bars. */
  static List<String> items(String line) {
    return List.of(BAR.split(line.strip()));
  }

  private static List<String> read(String name) {
    try (InputStream in = WordLists.class.getResourceAsStream(name + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("word list '" + name + ".txt' is not in the library");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("word list '" + name + ".txt' cannot be read", e);
    }
  }
}
