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

  /** A field that holds a number. */
  double number(String field) {
    String number = text(field);
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw new EntityMatchingException(
          "%s, line %d: field '%s' must be a number, found '%s'"
              .formatted(file, row.line(), field, number),
          e);
    }
  }

  /** The id of the left (0) or the right (1) record in the field {@code pair_id}. */
  String side(int side) {
    String id = text("pair_id");
    String[] ids = id.split("#", -1);
    if (ids.length != 2) {
      throw new EntityMatchingException(
          "%s, line %d: the pair_id must be LEFT#RIGHT, found '%s'"
              .formatted(file, row.line(), id));
    }
    return ids[side];
  }
}
