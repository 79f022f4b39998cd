package io.github.em4j.evaluation.study;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The results of a study, or of a part of it. */
public final class StudyResults {

  private final SortedMap<CellKey, CellResult> cells;
  private final List<CellFailure> failures;
  private final List<CellKey> incomplete;

  private StudyResults(
      Collection<CellResult> cells,
      Collection<CellFailure> failures,
      Collection<CellKey> incomplete) {
    this.cells = new TreeMap<>();
    for (CellResult cell : cells) {
      if (this.cells.put(cell.key(), cell) != null) {
        throw new IllegalArgumentException("there are two results of " + cell.key());
      }
    }
    this.failures = failures.stream().sorted(Comparator.comparing(CellFailure::key)).toList();
    this.incomplete = incomplete.stream().sorted().toList();
    Consistency.check(this.cells.values());
  }

  /** What a store holds. */
  static StudyResults of(
      Collection<CellResult> cells,
      Collection<CellFailure> failures,
      Collection<CellKey> incomplete) {
    return new StudyResults(cells, failures, incomplete);
  }

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
    return new StudyResults(cells, List.of(), List.of());
  }

  /**
   * Reads a results store, running nothing. The pairs of its predictions have the ids of their
   * records and no attributes, which is enough for all scores, intervals and comparisons. Where
   * records have no ids, intervals over entities need the sets, see {@link #read(Path,
   * Collection)}.
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
    return read(folder, sets, key -> true);
  }

  /**
   * Reads a part of a results store, running nothing. A store keeps what earlier versions of a
   * study ran: cells of matchers, prompts, seeds and data sets that it has no more. What is not
   * wanted is passed over, even where it is about other pairs than those of the sets.
   *
   * @param folder the store
   * @param sets the pairs of the sets whose predictions are to have them in full
   * @param wanted which cells to read, failed and incomplete ones too; for those of a study see
   *     {@link Study#cells}
   * @return what is complete of them, and which of them failed or are incomplete
   * @throws io.github.em4j.EntityMatchingException if it is no store or damaged, or a wanted cell
   *     was written on other pairs than those of the sets
   */
  public static StudyResults read(
      Path folder, Collection<EvaluationSet> sets, Predicate<CellKey> wanted) {
    return StudyFolder.reading(folder).results(sets, wanted);
  }

  /**
   * All complete cells.
   *
   * @return each key once, in the order of the keys
   */
  public List<CellResult> cells() {
    return List.copyOf(cells.values());
  }

  /**
   * One cell.
   *
   * @param key which one
   * @return its result, or empty where it is not complete
   */
  public Optional<CellResult> cell(CellKey key) {
    return Optional.ofNullable(cells.get(key));
  }

  /**
   * Cells that failed.
   *
   * @return in the order of the keys; empty for results that were not read from a store
   */
  public List<CellFailure> failures() {
    return failures;
  }

  /**
   * Cells that are begun and not complete.
   *
   * @return in the order of the keys; empty for results that were not read from a store
   */
  public List<CellKey> incomplete() {
    return incomplete;
  }

  /**
   * A part of the results.
   *
   * @param wanted which cells to keep, failed and incomplete ones too
   * @return new results; these stay as they are
   */
  public StudyResults where(Predicate<CellKey> wanted) {
    return new StudyResults(
        cells.values().stream().filter(cell -> wanted.test(cell.key())).toList(),
        failures.stream().filter(failure -> wanted.test(failure.key())).toList(),
        incomplete.stream().filter(wanted).toList());
  }

  /**
   * These results and others, for example of another store.
   *
   * @param others about other cells
   * @return new results; these stay as they are
   * @throws IllegalArgumentException as {@link #of} says
   */
  public StudyResults and(StudyResults others) {
    return new StudyResults(
        Stream.concat(cells.values().stream(), others.cells.values().stream()).toList(),
        Stream.concat(failures.stream(), others.failures.stream()).toList(),
        Stream.concat(incomplete.stream(), others.incomplete.stream()).toList());
  }

  /**
   * What was compared.
   *
   * @return the arms of all cells, each once and in their order
   */
  public List<Arm> arms() {
    return cells.keySet().stream().map(CellKey::arm).distinct().sorted().toList();
  }

  /**
   * What was run on.
   *
   * @return the names of the data sets of all cells, each once and in alphabetical order
   */
  public List<String> datasets() {
    return cells.keySet().stream().map(CellKey::dataset).distinct().sorted().toList();
  }
}
