package io.github.em4j.dataset;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A data file that is not what its format allows, or a folder that is no data set. The message
 * names the file and, where known, line and column.
 */
public final class DatasetFormatException extends EntityMatchingException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long line;
  private final long column;
  private final boolean unknownLayout;

  /**
   * A fault of a whole file.
   *
   * @param file the file
   * @param problem what was found and what is allowed
   * @param cause what it came from, or null
   */
  public DatasetFormatException(Path file, String problem, @Nullable Throwable cause) {
    this(file, -1, -1, problem, cause);
  }

  /**
   * A fault at one place of a file.
   *
   * @param file the file
   * @param line the line, counted from 1; negative where it is not known
   * @param column the column, counted from 1; negative where it is not known
   * @param problem what was found and what is allowed
   * @param cause what it came from, or null
   */
  public DatasetFormatException(
      Path file, long line, long column, String problem, @Nullable Throwable cause) {
    this(file, line, column, problem, cause, false);
  }

  private DatasetFormatException(
      Path file,
      long line,
      long column,
      String problem,
      @Nullable Throwable cause,
      boolean unknownLayout) {
    super(place(file, line, column) + ": " + problem, cause);
    this.file = file;
    this.line = line;
    this.column = column;
    this.unknownLayout = unknownLayout;
  }

  /** A folder that is no data set, whatever its files hold. */
  static DatasetFormatException unknownLayout(Path folder, String problem) {
    return new DatasetFormatException(folder, -1, -1, problem, null, true);
  }

  /**
   * The file that is broken.
   *
   * @return its path as it was opened; that of a folder where its layout is the fault
   */
  public Path file() {
    return file;
  }

  /**
   * The line at fault.
   *
   * @return counted from 1, empty where it is not known
   */
  public OptionalLong line() {
    return line < 0 ? OptionalLong.empty() : OptionalLong.of(line);
  }

  /**
   * The column at fault.
   *
   * @return counted from 1, empty where it is not known
   */
  public OptionalLong column() {
    return column < 0 ? OptionalLong.empty() : OptionalLong.of(column);
  }

  /**
   * Whether the path is a folder that is no data set: none of its files is named as the file of a
   * split, so none was read. Who looks through folders for data sets can pass over such a one; any
   * other fault is that of a data set that is broken.
   *
   * @return true for such a folder; {@link #file} is the folder then
   */
  public boolean isUnknownLayout() {
    return unknownLayout;
  }

  private static String place(Path file, long line, long column) {
    return file + (line < 0 ? "" : ", line " + line) + (column < 0 ? "" : ", column " + column);
  }
}
