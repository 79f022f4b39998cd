package io.github.em4j.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes pairs in the forms that the readers read, for round trips. */
final class PairFileWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PairFileWriter() {}

  static String oneTableCsv(List<LabeledPair> pairs, String lineEnd) {
    Set<String> left = names(pairs.stream().map(pair -> pair.pair().left()).toList());
    Set<String> right = names(pairs.stream().map(pair -> pair.pair().right()).toList());
    var header = new ArrayList<String>(List.of("id_left", "id_right", "label"));
    left.forEach(name -> header.add(name + "_left"));
    right.forEach(name -> header.add(name + "_right"));
    var text = new StringBuilder(row(header, lineEnd));
    for (LabeledPair pair : pairs) {
      var values =
          new ArrayList<String>(
              List.of(
                  pair.pair().left().id(), pair.pair().right().id(), String.valueOf(digit(pair))));
      left.forEach(name -> values.add(pair.pair().left().attribute(name).orElse("")));
      right.forEach(name -> values.add(pair.pair().right().attribute(name).orElse("")));
      text.append(row(values, lineEnd));
    }
    return text.toString();
  }

  static String jsonLines(List<LabeledPair> pairs) {
    var text = new StringBuilder();
    for (LabeledPair pair : pairs) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("id_left", pair.pair().left().id());
      pair.pair().left().attributes().forEach((name, value) -> fields.put(name + "_left", value));
      fields.put("id_right", pair.pair().right().id());
      pair.pair().right().attributes().forEach((name, value) -> fields.put(name + "_right", value));
      fields.put("label", digit(pair));
      try {
        text.append(JSON.writeValueAsString(fields)).append('\n');
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }

  static String ditto(List<LabeledPair> pairs) {
    return pairs.stream()
        .map(
            pair ->
                dittoSide(pair.pair().left())
                    + '\t'
                    + dittoSide(pair.pair().right())
                    + '\t'
                    + digit(pair)
                    + '\n')
        .collect(Collectors.joining());
  }

  private static int digit(LabeledPair pair) {
    return pair.label().isMatch() ? 1 : 0;
  }

  private static String dittoSide(EntityDescription entity) {
    return entity.attributes().entrySet().stream()
        .map(attribute -> "COL " + attribute.getKey() + " VAL " + attribute.getValue())
        .collect(Collectors.joining(" "));
  }

  static String table(List<EntityDescription> records, String lineEnd) {
    Set<String> names = names(records);
    var header = new ArrayList<String>(List.of("id"));
    header.addAll(names);
    var text = new StringBuilder(row(header, lineEnd));
    for (EntityDescription record : records) {
      var values = new ArrayList<String>(List.of(record.id()));
      names.forEach(name -> values.add(record.attribute(name).orElse("")));
      text.append(row(values, lineEnd));
    }
    return text.toString();
  }

  private static Set<String> names(List<EntityDescription> records) {
    return records.stream()
        .flatMap(record -> record.attributes().keySet().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String row(List<String> values, String lineEnd) {
    return values.stream().map(PairFileWriter::cell).collect(Collectors.joining(",")) + lineEnd;
  }

  /** Quotes only where it is needed, so that both kinds of values are read. */
  private static String cell(String value) {
    boolean quoted = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
