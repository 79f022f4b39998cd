package io.github.em4j.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The two tables of a folder in DeepMatcher's three-table form.
 *
 * <p>The ids of two sources overlap, so that an id alone would not say which record it means. The
 * descriptions therefore get ids of the form {@code SOURCE_ID}. Where the name of the folder is two
 * words joined by a hyphen, these are the sources ({@code abt-buy}: {@code abt_445}, {@code
 * buy_910}), which gives the ids that the recorded pairs of the paper have; otherwise they are
 * {@code a} and {@code b}.
 */
final class TablePair {
  static final String LEFT_TABLE = "tableA.csv";
  static final String RIGHT_TABLE = "tableB.csv";

  private final EntityTable left;
  private final EntityTable right;

  private TablePair(EntityTable left, EntityTable right) {
    this.left = left;
    this.right = right;
  }

  /** Whether a folder has at least one of the two tables. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(LEFT_TABLE)) || Files.exists(folder.resolve(RIGHT_TABLE));
  }

  static TablePair read(Path folder, int maxLength) {
    for (String table : List.of(LEFT_TABLE, RIGHT_TABLE)) {
      if (!Files.exists(folder.resolve(table))) {
        throw new DatasetFormatException(
            folder.resolve(table),
            "the table is missing; pairs of ltable_id and rtable_id need "
                + LEFT_TABLE
                + " and "
                + RIGHT_TABLE
                + " beside them",
            null);
      }
    }
    List<String> sources = sources(folder);
    return new TablePair(
        EntityTable.read(folder.resolve(LEFT_TABLE), sources.get(0) + "_", maxLength),
        EntityTable.read(folder.resolve(RIGHT_TABLE), sources.get(1) + "_", maxLength));
  }

  private static List<String> sources(Path folder) {
    String[] words = FileNames.of(folder).split("-", -1);
    boolean named =
        words.length == 2
            && !words[0].isBlank()
            && !words[1].isBlank()
            && !words[0].equals(words[1]);
    return named ? List.of(words[0], words[1]) : List.of("a", "b");
  }

  /** The form of rows that point into these tables. */
  PairForm form(Header header) {
    return new TableIdsForm(header, left, right);
  }
}
