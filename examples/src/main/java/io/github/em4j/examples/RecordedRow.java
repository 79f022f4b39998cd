package io.github.em4j.examples;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.Row;
import java.nio.file.Path;

/**
 * A line of a file of recorded model output, whose fields have to be there.
 *
 * @param file the file, for messages
 * @param row the line
 */
record RecordedRow(Path file, Row row) {

  String text(String field) {
    return row.value(field)
        .orElseThrow(
            () ->
                new EntityMatchingException(
                    "%s, line %d: field '%s' is missing, found %s"
                        .formatted(file, row.line(), field, row.names())));
  }

  /** The field {@code label}. */
  MatchLabel label() {
    String label = text("label");
    if (!label.equals("0") && !label.equals("1")) {
      throw new EntityMatchingException(
          "%s, line %d: the label must be 0 or 1, found '%s'".formatted(file, row.line(), label));
    }
    return MatchLabel.of(label.equals("1"));
  }
}
