package io.github.em4j.evaluation.study;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The results of a study, or of a part of it. */
@SuppressWarnings("DoNotCallSuggester") // A skeleton yet.
public final class StudyResults {

  private StudyResults() {}

  /**
   * Collects results that were found anyhow.
   *
   * @param cells complete cells, each key once; those on one data set, split and variant are about
   *     the same pairs
   * @return the results
   * @throws IllegalArgumentException if a key comes twice, a data set is of two domains, a source
   *     of two data sets, or cells of the same set are about other pairs
   */
  public static StudyResults of(Collection<CellResult> cells) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads a results store, running nothing. The pairs of its predictions have the ids of their
   * records and no attributes, which is enough for all scores, intervals and comparisons.
   *
   * @param folder the store
   * @return what is complete in it, and which cells failed or are incomplete
   * @throws io.github.em4j.EntityMatchingException if it is no store or damaged
   */
  public static StudyResults read(Path folder) {
    return read(folder, List.of());
  }

  /**
   * Reads a results store, running nothing, together with the pairs that it is about.
   *
   * @param folder the store
   * @param sets the pairs of the sets whose predictions are to have them in full
   * @return what is complete in it, and which cells failed or are incomplete
   * @throws io.github.em4j.EntityMatchingException if it is no store or damaged, or was written on
   *     other pairs than those of the sets
   */
  public static StudyResults read(Path folder, Collection<EvaluationSet> sets) {
    throw new UnsupportedOperationException();
  }

  /**
   * All complete cells.
   *
   * @return each key once, in the order of the keys
   */
  public List<CellResult> cells() {
    throw new UnsupportedOperationException();
  }

  /**
   * One cell.
   *
   * @param key which one
   * @return its result, or empty where it is not complete
   */
  public Optional<CellResult> cell(CellKey key) {
    throw new UnsupportedOperationException();
  }

  /**
   * Cells that failed.
   *
   * @return in the order of the keys; empty for results that were not read from a store
   */
  public List<CellFailure> failures() {
    throw new UnsupportedOperationException();
  }

  /**
   * Cells that are begun and not complete.
   *
   * @return in the order of the keys; empty for results that were not read from a store
   */
  public List<CellKey> incomplete() {
    throw new UnsupportedOperationException();
  }

  /**
   * A part of the results.
   *
   * @param wanted which cells to keep, failed and incomplete ones too
   * @return new results; these stay as they are
   */
  public StudyResults where(Predicate<CellKey> wanted) {
    throw new UnsupportedOperationException();
  }

  /**
   * These results and others, for example of another store.
   *
   * @param others about other cells
   * @return new results; these stay as they are
   * @throws IllegalArgumentException as {@link #of} says
   */
  public StudyResults and(StudyResults others) {
    throw new UnsupportedOperationException();
  }

  /**
   * What was compared.
   *
   * @return the arms of all cells, each once and in their order
   */
  public List<Arm> arms() {
    throw new UnsupportedOperationException();
  }

  /**
   * What was run on.
   *
   * @return the names of the data sets of all cells, each once and in alphabetical order
   */
  public List<String> datasets() {
    throw new UnsupportedOperationException();
  }
}
