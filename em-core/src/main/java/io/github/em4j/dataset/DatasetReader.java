package io.github.em4j.dataset;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads labelled pairs and tables from files, and recognises by itself in which of these forms they
 * come:
 *
 * <table>
 *   <caption>Forms</caption>
 *   <tr><th>form</th><th>what it looks like</th></tr>
 *   <tr><td>DeepMatcher</td><td>a folder with {@code tableA.csv} and {@code tableB.csv} (column
 *     {@code id} and one per attribute) and {@code train.csv}, {@code valid.csv}, {@code test.csv}
 *     ({@code ltable_id}, {@code rtable_id}, {@code label})</td></tr>
 *   <tr><td>WDC Products</td><td>a folder with files such as {@code
 *     wdcproducts80cc20rnd000un_train_small.json.gz}</td></tr>
 *   <tr><td>folder of splits</td><td>a folder with {@code train}, {@code valid} and {@code test} in
 *     any of the forms of a file; not all need be there</td></tr>
 *   <tr><td>one-table CSV or JSON lines</td><td>{@code title_left}, {@code title_right} (also {@code
 *     left_title}, {@code right_title} or {@code ltable_title}, {@code rtable_title}), {@code
 *     label}; any attribute names; {@code id_*}, {@code cluster_id_*}, {@code pair_id} and {@code
 *     is_hard_negative} are optional and no attributes; other columns are ignored</td></tr>
 *   <tr><td>plain text CSV or JSON lines</td><td>{@code left}, {@code right}, {@code label}, and
 *     optionally {@code pair_id}, {@code id_left}, {@code id_right}, {@code is_hard_negative}; the
 *     text becomes the attribute {@code title}</td></tr>
 *   <tr><td>prompts</td><td>{@code prompt} that ends with {@code Entity 1: 'LEFT'. Entity 2:
 *     'RIGHT'.} and {@code completion} that begins with Yes or No; the texts become the attribute
 *     {@code title}</td></tr>
 *   <tr><td>Ditto</td><td>lines of left side, right side and label, separated by tabs; a side is
 *     {@code COL name VAL value COL name VAL value ...}</td></tr>
 * </table>
 *
 * <p>Labels are 0 and 1. Files are UTF-8, with or without a byte-order mark, plain or gzip'ed; both
 * this and the form of a file are seen at its first characters and not at its name. CSV follows RFC
 * 4180 and has a header row. Values stay as they stand in the file ({@code 104.95} and {@code
 * 5099.0} keep their digits); a blank value and JSON's {@code null} are missing values.
 *
 * <p>A file alone makes a data set of one split, which is called {@code train}, {@code valid} or
 * {@code test} where a word of the file's name says so ({@code gs}, for gold standard, is a test
 * set), and like the file otherwise. WDC Products has a split per file, such as {@code
 * train_small}, {@code valid_large}, {@code train_large}, {@code test_000un} and {@code test_050un}
 * (the share of products unseen in training); {@code train}, {@code valid} and {@code test} stand
 * for {@code train_small}, {@code valid_small} and {@code test_050un}, with which the paper works.
 *
 * <p>Ids are those of the file. The two tables of DeepMatcher's form number their records
 * independently, so there a description's id is {@code SOURCE_ID}. Where the folder is named by two
 * words and a hyphen these are the sources, else they are {@code a} and {@code b}: in {@code
 * abt-buy}, {@code ltable_id} 445 is {@code abt_445}, as in the recorded pairs of the paper. A row
 * without ids of its sides takes them from a {@code pair_id} of the form {@code LEFT#RIGHT}, and
 * has empty ids without one.
 *
 * <p>What is broken gives a {@link DatasetFormatException} with file, line and column (characters,
 * counted from 1). Safe for use by many threads.
 */
public final class DatasetReader {

  /**
   * The longest line of a JSON-lines or Ditto file and the longest row of a CSV file, in
   * characters: 16 Mi. What is longer is a fault, so that neither a quote that is never closed nor
   * a gzip bomb fills the memory.
   */
  public static final int MAX_RECORD_LENGTH = 1 << 24;

  private DatasetReader() {}

  /**
   * Reads a file or folder into memory.
   *
   * @param path a folder or a file in one of the forms above
   * @return its pairs, in the order of the files
   * @throws DatasetFormatException if it is none of the forms, cannot be read or is broken; {@link
   *     DatasetFormatException#isUnknownLayout} tells a folder that is no data set from a broken
   *     one
   */
  public static Dataset open(Path path) {
    requireNonNull(path, "path");
    return Files.isDirectory(path) ? openFolder(path) : openFile(path);
  }

  private static Dataset openFile(Path file) {
    var split = new DatasetSplit(FileNames.split(file), load(file, null, new EntityPool()));
    return new Dataset(FileNames.stem(file), List.of(split));
  }

  private static Dataset openFolder(Path path) {
    TablePair tables = TablePair.isIn(path) ? TablePair.read(path, MAX_RECORD_LENGTH) : null;
    DatasetFolder folder = DatasetFolder.of(path);
    var pool = new EntityPool();
    var splits = new ArrayList<DatasetSplit>();
    folder
        .splits()
        .forEach((name, file) -> splits.add(new DatasetSplit(name, load(file, tables, pool))));
    return new Dataset(FileNames.of(path), splits, folder.roles());
  }

  private static List<LabeledPair> load(Path file, @Nullable TablePair tables, EntityPool pool) {
    var pairs = new ArrayList<LabeledPair>();
    try (PairSource source = DataFormat.pairs(file, tables, MAX_RECORD_LENGTH)) {
      for (LabeledPair pair = source.next(); pair != null; pair = source.next()) {
        pairs.add(pool.pooled(pair));
      }
    }
    return pairs;
  }

  /**
   * Reads the pairs of one file one by one, in bounded memory however large the file is. Only the
   * tables that a DeepMatcher pair file points into are held.
   *
   * @param file a file in one of the forms above
   * @return the pairs in the order of the file; to be closed, and not safe for use by many threads.
   *     Its use throws {@link DatasetFormatException} where the file is broken
   * @throws DatasetFormatException if the file is none of the forms or cannot be read
   */
  public static Stream<LabeledPair> streamPairs(Path file) {
    PairSource source = DataFormat.pairs(requireNonNull(file, "file"), null, MAX_RECORD_LENGTH);
    return StreamSupport.stream(
            new AbstractSpliterator<LabeledPair>(Long.MAX_VALUE, Spliterator.ORDERED) {
              @Override
              public boolean tryAdvance(Consumer<? super LabeledPair> action) {
                LabeledPair next = source.next();
                if (next != null) {
                  action.accept(next);
                }
                return next != null;
              }
            },
            false)
        .onClose(source::close);
  }

  /**
   * Reads the rows of one CSV or JSON-lines file one by one, whatever they hold: scores, recorded
   * answers, explanations, batch output.
   *
   * @param file a CSV or JSON-lines file
   * @return the rows in the order of the file; to be closed, and not safe for use by many threads.
   *     Its use throws {@link DatasetFormatException} where the file is broken
   * @throws DatasetFormatException if the file is of another form or cannot be read
   */
  public static Stream<Row> streamRows(Path file) {
    RowSource source = DataFormat.rows(requireNonNull(file, "file"), MAX_RECORD_LENGTH);
    return StreamSupport.stream(
            new AbstractSpliterator<Row>(Long.MAX_VALUE, Spliterator.ORDERED) {
              @Override
              public boolean tryAdvance(Consumer<? super Row> action) {
                Row next = source.next();
                if (next != null) {
                  action.accept(next);
                }
                return next != null;
              }
            },
            false)
        .onClose(source::close);
  }

  /**
   * Reads the records of one source.
   *
   * @param file a CSV file with a column {@code id} and one per attribute, such as {@code
   *     tableA.csv}
   * @return the records with their ids as in the file, in the order of the file
   * @throws DatasetFormatException if the file is broken, or two records have the same id
   */
  public static List<EntityDescription> readTable(Path file) {
    return EntityTable.read(requireNonNull(file, "file"), "", MAX_RECORD_LENGTH).descriptions();
  }

  /**
   * Reads the records of one source and gives them the ids that {@link #open} gives to those of a
   * DeepMatcher folder.
   *
   * @param file as for {@link #readTable(Path)}
   * @param source is put before each id with an underscore: {@code abt} makes {@code abt_445} of
   *     445
   * @return the records, in the order of the file
   * @throws DatasetFormatException if the file is broken, or two records have the same id
   */
  public static List<EntityDescription> readTable(Path file, String source) {
    String prefix = requireNonNull(source, "source") + "_";
    return EntityTable.read(requireNonNull(file, "file"), prefix, MAX_RECORD_LENGTH).descriptions();
  }
}
