package io.github.em4j.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The column names of a CSV file, or the field names of one line of a JSON-lines file. */
final class Header {
  private final List<String> names;
  private final Map<String, Integer> positions = new HashMap<>();

  /** The names must differ; {@link CsvRows} and {@link JsonRows} see to that. */
  Header(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      positions.put(names.get(i), i);
    }
  }

  List<String> names() {
    return names;
  }

  int size() {
    return names.size();
  }

  boolean has(String name) {
    return positions.containsKey(name);
  }

  /** The position of a column, or -1 where there is none of that name. */
  int position(String name) {
    return positions.getOrDefault(name, -1);
  }
}
