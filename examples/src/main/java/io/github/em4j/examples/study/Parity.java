package io.github.em4j.examples.study;

import io.github.em4j.evaluation.ConfusionCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Which published figures can be computed again, and whether they come out the same.
 *
 * @param cells each figure, published and computed
 */
public record Parity(List<Cell> cells) {
  /** Scores were published with all their digits. */
  private static final double EXACT = 1e-9;

  /** The table of the paper has two digits of per cent. */
  private static final double HALF_A_DIGIT = 0.5e-4 + EXACT;

  /**
   * One figure.
   *
   * @param dataset what was tested on
   * @param prompt the wording, or what was made of the wordings
   * @param figure what is compared, for example {@code F1}
   * @param published as published
   * @param recomputed as computed from the recorded answers
   * @param agrees whether both are the same, as far as the published digits go
   */
  public record Cell(
      String dataset,
      String prompt,
      String figure,
      double published,
      double recomputed,
      boolean agrees) {

    private static Cell of(RecordedRun run, String figure, double published, double recomputed) {
      return new Cell(
          run.dataset(),
          run.prompt(),
          figure,
          published,
          recomputed,
          Math.abs(published - recomputed) <= EXACT);
    }
  }

  /** Copies the list. */
  public Parity {
    cells = List.copyOf(cells);
  }

  /**
   * Compares recorded answers with what was published of them: five figures of every prompt, and
   * for each data set the best F1 of its prompts with the paper's table.
   *
   * @param runs the recorded answers, all of one model
   * @param table the row of the paper's table that they stand behind
   * @return the comparison
   */
  public static Parity of(List<RecordedRun> runs, PublishedScores.Row table) {
    List<Cell> cells = new ArrayList<>();
    for (RecordedRun run : runs) {
      cells.addAll(of(run).cells());
    }
    best(runs)
        .forEach(
            (dataset, f1) -> {
              if (table.f1().containsKey(dataset)) {
                double published = table.on(dataset);
                boolean agrees = Math.abs(published - f1) <= HALF_A_DIGIT;
                cells.add(new Cell(dataset, "best of four, on test", "F1", published, f1, agrees));
              }
            });
    return new Parity(cells);
  }

  /** Compares the five figures of one prompt; empty where they were not published. */
  static Parity of(RecordedRun run) {
    return new Parity(run.published().map(published -> compare(run, published)).orElse(List.of()));
  }

  private static List<Cell> compare(RecordedRun run, PublishedRun published) {
    ConfusionCounts counts = run.byPaperRule().counts();
    return List.of(
        Cell.of(run, "accuracy", published.accuracy(), counts.accuracy()),
        Cell.of(run, "precision", published.precision(), counts.precision()),
        Cell.of(run, "recall", published.recall(), counts.recall()),
        Cell.of(run, "F1", published.f1(), counts.f1()),
        Cell.of(run, "unparsed", (double) published.unparsed(), (double) counts.undecided()));
  }

  private static Map<String, Double> best(List<RecordedRun> runs) {
    Map<String, Double> best = new LinkedHashMap<>();
    runs.forEach(run -> best.merge(run.dataset(), run.byPaperRule().counts().f1(), Math::max));
    return best;
  }

  /**
   * The figures that did not come out the same.
   *
   * @return empty where all agree
   */
  public List<Cell> disagreeing() {
    return cells.stream().filter(cell -> !cell.agrees()).toList();
  }

  /**
   * The widest distance between a published figure and the one computed again.
   *
   * @return empty where nothing was compared
   */
  public OptionalDouble widestGap() {
    return cells.stream().mapToDouble(cell -> Math.abs(cell.published() - cell.recomputed())).max();
  }
}
