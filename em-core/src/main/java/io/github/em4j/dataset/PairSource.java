package io.github.em4j.dataset;

import io.github.em4j.LabeledPair;
import org.jspecify.annotations.Nullable;

/** Reads a file pair by pair, holding one at a time. Not safe for use by many threads. */
interface PairSource extends AutoCloseable {

  /** The next pair, or null at the end of the file. */
  @Nullable LabeledPair next();

  @Override
  void close();
}
