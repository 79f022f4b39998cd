package io.github.em4j.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file row by row, holding one at a time. Not safe for use by many threads. */
interface RowSource extends AutoCloseable {

  /** The next row, or null at the end of the file. */
  @Nullable Row next();

  /** The names of the columns where the file says them ahead of its rows, else null. */
  @Nullable Header header();

  Path file();

  @Override
  void close();
}
