package io.github.em4j.examples.study;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The F1 scores that were published with "Fine-tuning Large Language Models for Entity Matching"
 * (Steiner, Peeters, Bizer; arXiv 2409.08185). Each is the best of four prompts, chosen on the test
 * set itself.
 *
 * @param datasets the columns of the table: the data sets that were tested on
 * @param rows the models, as they were trained
 * @param deviations how much F1 varied over the four prompts
 */
public record PublishedScores(List<String> datasets, List<Row> rows, List<Deviation> deviations) {

  /** How a model is called in the table that learned nothing. */
  public static final String ZERO_SHOT = "zero-shot";

  /** How a model is called in the table that learned labels without explanations. */
  public static final String LABELS_ONLY = "labels only";

  /** What stands for the training set of the data set that is tested on. */
  private static final String EACH = "each";

  private static final int BEFORE_THE_SCORES = 3;

  /**
   * One row of the table.
   *
   * @param model the model
   * @param training what it learned from the training set: {@link #ZERO_SHOT}, {@link
   *     #LABELS_ONLY}, or a kind of explanations or of selection
   * @param trainedOn the data set it learned from; empty for none
   * @param f1 by data set, as fractions
   */
  public record Row(
      String model, String training, Optional<String> trainedOn, Map<String, Double> f1) {

    /** Copies the scores. */
    public Row {
      f1 = Collections.unmodifiableMap(new LinkedHashMap<>(f1));
    }

    /**
     * The score on one data set.
     *
     * @param dataset one of {@link PublishedScores#datasets}
     * @return F1 as a fraction
     */
    public double on(String dataset) {
      return requireNonNull(f1.get(dataset), dataset);
    }
  }

  /**
   * A published standard deviation.
   *
   * @param model the model
   * @param training what it learned
   * @param points the standard deviation of F1 over the four prompts, in points
   */
  public record Deviation(String model, String training, double points) {}

  /** Copies the lists. */
  public PublishedScores {
    datasets = List.copyOf(datasets);
    rows = List.copyOf(rows);
    deviations = List.copyOf(deviations);
  }

  /**
   * Reads the tables that ship with this program.
   *
   * @return the published scores
   */
  public static PublishedScores read() {
    List<List<String>> table = table("published-f1.txt");
    List<String> header = table.get(0);
    List<String> datasets = header.subList(BEFORE_THE_SCORES, header.size());
    List<Row> rows = new ArrayList<>();
    for (List<String> cells : table.subList(1, table.size())) {
      Map<String, Double> f1 = new LinkedHashMap<>();
      for (int i = 0; i < datasets.size(); i++) {
        f1.put(datasets.get(i), Double.parseDouble(cells.get(BEFORE_THE_SCORES + i)) / 100);
      }
      Optional<String> trainedOn = Optional.of(cells.get(2)).filter(name -> !name.isEmpty());
      rows.add(new Row(cells.get(0), cells.get(1), trainedOn, f1));
    }
    List<List<String>> spread = table("published-deviations.txt");
    return new PublishedScores(
        datasets,
        rows,
        spread.subList(1, spread.size()).stream()
            .map(
                cells ->
                    new Deviation(cells.get(0), cells.get(1), Double.parseDouble(cells.get(2))))
            .toList());
  }

  private static List<List<String>> table(String name) {
    try (InputStream in = requireNonNull(PublishedScores.class.getResourceAsStream(name), name);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The model as it was before any training.
   *
   * @param model for example {@code Llama-3.1-8B}
   * @return its zero-shot scores
   */
  public Row zeroShot(String model) {
    return rows(model, ZERO_SHOT).get(0);
  }

  /**
   * The rows of a model that was trained in one way, one per training set.
   *
   * @param model the model
   * @param training what it learned
   * @return the rows in the order of the table
   */
  public List<Row> rows(String model, String training) {
    return rows.stream()
        .filter(row -> row.model().equals(model) && row.training().equals(training))
        .toList();
  }

  /**
   * The models of the table.
   *
   * @return each once, in the order of the table
   */
  public List<String> models() {
    return rows.stream().map(Row::model).distinct().toList();
  }

  /**
   * What a model reaches that was trained on the very data set that is tested on: the target of
   * transfer.
   *
   * @param model the model
   * @param dataset the data set
   * @return F1 as a fraction; empty where it was not published
   */
  public Optional<Double> trainedOnTarget(String model, String dataset) {
    return rows(model, LABELS_ONLY).stream()
        .filter(row -> row.trainedOn().filter(on -> on.equals(dataset) || isEach(on)).isPresent())
        .findFirst()
        .map(row -> row.on(dataset));
  }

  private static boolean isEach(String trainedOn) {
    return trainedOn.equals(EACH);
  }

  /**
   * The kind of records that a data set of the paper holds: what transfer stays within or crosses.
   *
   * @param dataset one of {@link #datasets}
   * @return {@code publication} or {@code product}
   */
  public static String domain(String dataset) {
    return dataset.startsWith("dblp") ? "publication" : "product";
  }

  /**
   * A data set's name as people write it.
   *
   * @param dataset for example {@code abt-buy}
   * @return for example {@code Abt-Buy}
   */
  public static String title(String dataset) {
    return switch (dataset) {
      case "wdc-products" -> "WDC Products";
      case "abt-buy" -> "Abt-Buy";
      case "amazon-google" -> "Amazon-Google";
      case "walmart-amazon" -> "Walmart-Amazon";
      case "dblp-acm" -> "DBLP-ACM";
      case "dblp-scholar" -> "DBLP-Scholar";
      default -> dataset;
    };
  }
}
