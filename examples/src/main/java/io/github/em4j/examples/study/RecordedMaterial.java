package io.github.em4j.examples.study;

import java.util.List;

/**
 * What was recorded and published of the paper's runs.
 *
 * @param runs recorded answers, per data set and prompt
 * @param zeroShot scores of the same model before training, for which no answers were recorded
 * @param table the paper's table
 */
public record RecordedMaterial(
    List<RecordedRun> runs, List<PublishedRun> zeroShot, PublishedScores table) {

  /** The model whose answers were recorded, as the paper's table calls it. */
  public static final String MODEL = "Llama-3.1-8B";

  /** What that model was trained on. */
  public static final String TRAINED_ON = "wdc-products";

  /** Copies the lists. */
  public RecordedMaterial {
    runs = List.copyOf(runs);
    zeroShot = List.copyOf(zeroShot);
  }

  /**
   * The row of the table that the recorded answers stand behind.
   *
   * @return the model, trained on the small training set of WDC Products
   */
  public PublishedScores.Row fineTuned() {
    return table.rows(MODEL, PublishedScores.LABELS_ONLY).stream()
        .filter(row -> row.trainedOn().filter(TRAINED_ON::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /**
   * The data sets that answers were recorded for.
   *
   * @return each once, in the order of the files
   */
  public List<String> datasets() {
    return runs.stream().map(RecordedRun::dataset).distinct().toList();
  }

  /**
   * The recorded answers for one data set.
   *
   * @param dataset one of {@link #datasets}
   * @return one run per prompt
   */
  public List<RecordedRun> runs(String dataset) {
    return runs.stream().filter(run -> run.dataset().equals(dataset)).toList();
  }

  /**
   * The zero-shot scores for one data set.
   *
   * @param dataset the data set
   * @return one per prompt; empty where none were published
   */
  public List<PublishedRun> zeroShot(String dataset) {
    return zeroShot.stream().filter(run -> run.dataset().equals(dataset)).toList();
  }
}
