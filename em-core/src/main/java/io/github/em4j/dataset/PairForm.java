package io.github.em4j.dataset;

import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.util.List;
import java.util.Optional;

/** How the columns of a row make a labelled pair. */
interface PairForm {

  /** What the columns must look like for {@link #recognise}; the end of an error message. */
  String ALLOWED =
      "allowed are: NAME_left and NAME_right, left_NAME and right_NAME, or ltable_NAME and"
          + " rtable_NAME, with label; left, right and label; prompt and completion; ltable_id,"
          + " rtable_id and label beside tableA.csv and tableB.csv";

  /** Makes the pair of a row that has the columns this form was recognised by. */
  LabeledPair pair(Row row);

  /** The form that a header shows, or empty where it shows none. */
  static Optional<PairForm> recognise(Header header) {
    if (header.has("prompt") && header.has("completion")) {
      return Optional.of(new PromptCompletionForm(header));
    }
    if (!header.has("label")) {
      return Optional.empty();
    }
    if (header.has("left") && header.has("right")) {
      return Optional.of(new PlainTextForm(header));
    }
    for (SideNaming naming : SideNaming.values()) {
      if (naming.fits(header)) {
        return Optional.of(new SidedColumnsForm(header, naming));
      }
    }
    return Optional.empty();
  }

  /** Whether a header is that of a pair file that points into two tables. */
  static boolean pointsIntoTables(Header header) {
    return header.has("ltable_id")
        && header.has("rtable_id")
        && header.has("label")
        && header.names().stream()
                .filter(name -> name.startsWith("ltable_") || name.startsWith("rtable_"))
                .count()
            == 2;
  }

  /** The label of a row: 0 or 1. */
  static MatchLabel label(Row row, int column) {
    String value = row.at(column).strip();
    return switch (value) {
      case "0" -> MatchLabel.NON_MATCH;
      case "1" -> MatchLabel.MATCH;
      default ->
          throw row.fault(
              column,
              value.isEmpty()
                  ? "the label is missing; allowed are 0 and 1"
                  : "the label is '" + shortened(value) + "'; allowed are 0 and 1");
    };
  }

  /** A yes or no that may be missing. */
  static Optional<Boolean> flag(Row row, int column) {
    String value = row.at(column).strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.equalsIgnoreCase("true") || value.equals("1")) {
      return Optional.of(true);
    }
    if (value.equalsIgnoreCase("false") || value.equals("0")) {
      return Optional.of(false);
    }
    throw row.fault(
        column,
        row.names().get(column)
            + " is '"
            + shortened(value)
            + "'; allowed are true, false, 1, 0 and nothing");
  }

  /** A value that may be missing. */
  static Optional<String> present(Row row, int column) {
    String value = row.at(column);
    return value.isBlank() ? Optional.empty() : Optional.of(value);
  }

  /** So many column names as an error message should repeat. */
  static String shortened(List<String> names) {
    int shown = Math.min(names.size(), 20);
    String first = shortened(String.join(", ", names.subList(0, shown)), 400);
    return "[" + first + (shown < names.size() ? ", ..." : "") + "]";
  }

  /** So much of a value as an error message should repeat. */
  static String shortened(String value) {
    return shortened(value, 60);
  }

  private static String shortened(String value, int length) {
    return value.length() <= length ? value : value.substring(0, length) + "...";
  }
}
