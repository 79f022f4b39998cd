package io.github.em4j.report;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.report.ExamplePairs.ExamplePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A report with every kind of block, of made-up numbers, for golden files and for the eye. */
final class SampleReport {
  private static final List<String> DATASETS =
      List.of(
          "Abt-Buy", "Amazon-Google", "Walmart-Amazon", "WDC Products", "DBLP-ACM", "DBLP-Scholar");

  private SampleReport() {}

  /** Writes the sample in all formats: {@code SampleReport FOLDER}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (ReportFormat format : ReportFormat.values()) {
      format.write(report(), folder.resolve("sample." + format.extension()));
    }
  }

  static Report report() {
    return Report.builder("Generalisation of fine-tuned matchers")
        .subtitle(
            "Three matchers on six benchmarks: how well they match, how far what they learned"
                + " carries to other data, and what a decision costs.")
        .fact("em4j", "0.1.0")
        .fact("Seed", "42")
        .fact("Intervals", "95 %, 1,000 resamples over pairs")
        .fact("Date", "29 November 2026")
        .section(scores())
        .section(generalisation())
        .section(curves())
        .section(cost())
        .section(errors())
        .build();
  }

  /** A shorter one with every kind of block, for golden files. */
  static Report brief() {
    return Report.builder("Study of two matchers")
        .subtitle("With every kind of block")
        .fact("Seed", "42")
        .section(
            Section.builder("scores", "Scores")
                .paragraph("Nothing is chosen on test data.")
                .add(scoreTable())
                .add(Note.plain("Higher is better."))
                .add(Note.caution("Two matchers are few."))
                .build())
        .section(
            Section.builder("charts", "Charts")
                .add(
                    BarChart.builder("F1 by test set", Axis.of("F1 (%)"), List.of("A", "B & C"))
                        .series("first", Estimate.of(70, 65.5, 74), Estimate.MISSING)
                        .series("second", Estimate.of(80.25), Estimate.of(12))
                        .build())
                .add(
                    HeatMap.builder("F1 by training and test set", "Δ F1")
                        .rows("Trained on", List.of("A", "B"))
                        .columns("Tested on", List.of("A", "B"))
                        .values(new double[][] {{1.5, -2}, {Double.NaN, 0}})
                        .colours(HeatMap.Colours.divergingAround(0))
                        .outline(0, 0)
                        .build())
                .add(
                    LineChart.builder("Reliability", Axis.of("Predicted"), Axis.of("Observed"))
                        .series(
                            "raw", List.of(LineChart.Point.of(0, 0.1), LineChart.Point.of(1, 0.8)))
                        .diagonal("calibrated")
                        .description("The curve lies under the diagonal.")
                        .build())
                .add(
                    ScatterChart.builder("Price", Axis.logarithmic("US dollars"), Axis.of("F1"))
                        .point("cheap", "local", 0.001, Estimate.of(60, 55, 65), true)
                        .point("dear", "hosted", 2, Estimate.of(90), true)
                        .build())
                .build())
        .section(errors())
        .build();
  }

  static Section scores() {
    return Section.builder("scores", "Scores in-domain")
        .paragraph(
            "Every matcher is trained on the training split of a benchmark and scored on its test"
                + " split. Thresholds are chosen on validation data; nothing is chosen on test data.")
        .add(scoreTable())
        .add(bars())
        .add(
            Note.plain(
                "An interval says how far a score may move with other pairs of the same kind."))
        .build();
  }

  static Table scoreTable() {
    return Table.builder(
            "Precision, recall and F1 on Abt-Buy (1,916 pairs)",
            Column.text("Matcher"),
            Column.number("Precision"),
            Column.number("Recall"),
            Column.number("F1").explained("harmonic mean of precision and recall, in percent"),
            Column.number("Δ zero-shot")
                .explained("difference in F1 to the same model without fine-tuning, in points"),
            Column.number("Pairs/s"))
        .row(
            Cell.text("Random forest"),
            Cell.number(71.25, 2),
            Cell.number(66.5, 2),
            Cell.score(Estimate.of(68.79, 63.1, 74.02), 2),
            Cell.empty(),
            Cell.count(5120).best())
        .row(
            Cell.text("Llama-3.2-1B zero-shot"),
            Cell.number(58.02, 2),
            Cell.number(92.7, 2).with(Cell.Emphasis.SECOND),
            Cell.score(Estimate.of(71.37, 66.8, 75.54), 2).with(Cell.Emphasis.SECOND),
            Cell.number(Double.NaN, 2),
            Cell.count(14))
        .row(
            Cell.text("Llama-3.2-1B fine-tuned"),
            Cell.number(88.4, 2).best(),
            Cell.number(91.75, 2),
            Cell.score(Estimate.of(90.04, 86.9, 92.81), 2).best(),
            Cell.difference(Estimate.of(18.67, 14.2, 23.05), 2),
            Cell.count(14))
        .row(
            Cell.text("Cascade"),
            Cell.number(86.0, 2),
            Cell.number(93.2, 2).best(),
            Cell.score(Estimate.of(89.45, 86.0, 92.4), 2),
            Cell.difference(Estimate.of(-0.59, -1.9, 0.71), 2),
            Cell.count(88))
        .build();
  }

  static BarChart bars() {
    BarChart.Builder chart =
        BarChart.builder(
                "F1 on the test split of each benchmark", Axis.of("F1 (%)").from(0, 100), DATASETS)
            .digits(2);
    double[][] f1 = {
      {68.8, 51.2, 63.4, 55.0, 98.1, 93.4},
      {71.4, 48.9, 60.2, 62.5, 85.7, 80.3},
      {90.0, 74.8, 85.1, 77.3, 98.5, 94.6}
    };
    List<String> names =
        List.of("Random forest", "Llama-3.2-1B zero-shot", "Llama-3.2-1B fine-tuned");
    for (int s = 0; s < names.size(); s++) {
      double[] scores = f1[s];
      chart.series(
          names.get(s),
          IntStream.range(0, scores.length)
              .mapToObj(
                  i ->
                      i == 3 && scores[i] < 56
                          ? Estimate.MISSING
                          : Estimate.of(
                              scores[i],
                              scores[i] - 5 + i * 0.6,
                              scores[i] + (100 - scores[i]) * 0.4))
              .toList());
    }
    return chart.build();
  }

  static Section generalisation() {
    HeatMap.Builder matrix =
        HeatMap.builder("F1 by training and test set, fine-tuned Llama-3.2-1B", "F1 (%)")
            .rows("Trained on", DATASETS)
            .columns("Tested on", DATASETS)
            .values(matrix(false));
    HeatMap.Builder gains =
        HeatMap.builder("Difference to zero-shot by training and test set", "Δ F1 (points)")
            .rows("Trained on", DATASETS)
            .columns("Tested on", DATASETS)
            .colours(HeatMap.Colours.divergingAround(0))
            .values(matrix(true));
    for (int i = 0; i < DATASETS.size(); i++) {
      matrix.outline(i, i);
      gains.outline(i, i);
    }
    return Section.builder("generalisation", "Generalisation across domains")
        .paragraph("Fields with a frame are in-domain: training and test set are of one benchmark.")
        .add(matrix.build())
        .add(gains.build())
        .add(
            Note.caution(
                "Six benchmarks are few, and three of them are of products: a mean over them says"
                    + " little about other domains."))
        .build();
  }

  private static double[][] matrix(boolean difference) {
    double[][] values = new double[DATASETS.size()][DATASETS.size()];
    double[] zeroShot = {71.4, 48.9, 60.2, 62.5, 85.7, 80.3};
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values.length; column++) {
        boolean sameDomain = row < 4 == column < 4;
        double gain =
            (row == column ? 17.5 : sameDomain ? 6.5 : -4.8) + ((row * 7 + column * 5) % 9) - 4.2;
        values[row][column] = difference ? gain : Math.min(98.7, zeroShot[column] + gain);
      }
    }
    values[4][3] = Double.NaN;
    return values;
  }

  static Section curves() {
    return Section.builder("curves", "Thresholds, calibration and learning curves")
        .add(precisionRecall())
        .add(
            LineChart.builder(
                    "Reliability before and after temperature scaling",
                    Axis.of("Predicted probability of a match").from(0, 1),
                    Axis.of("Observed share of matches").from(0, 1))
                .series("before", points(10, x -> Math.pow(x, 1.9)))
                .series(
                    "after temperature scaling",
                    points(10, x -> x * x * (1.5 - 0.5 * x) * 0.3 + 0.7 * x))
                .markers()
                .diagonal("perfectly calibrated")
                .build())
        .add(
            LineChart.builder(
                    "F1 on test data by number of training pairs",
                    Axis.logarithmic("Training pairs"),
                    Axis.of("F1 (%)"))
                .series(
                    "Llama-3.2-1B fine-tuned",
                    List.of(
                        new LineChart.Point(50, Estimate.of(70.2, 62, 77)),
                        new LineChart.Point(200, Estimate.of(79.9, 74.5, 84)),
                        new LineChart.Point(1000, Estimate.of(86.1, 82.8, 89)),
                        new LineChart.Point(5743, Estimate.of(90.0, 86.9, 92.8))))
                .series(
                    "Random forest",
                    List.of(
                        new LineChart.Point(50, Estimate.of(41, 33, 50)),
                        new LineChart.Point(200, Estimate.of(52.3, 45, 58.8)),
                        new LineChart.Point(1000, Estimate.of(61.4, 55, 67)),
                        new LineChart.Point(5743, Estimate.of(68.8, 63.1, 74))))
                .markers()
                .build())
        .build();
  }

  static LineChart precisionRecall() {
    return LineChart.builder(
            "Precision against recall on Abt-Buy",
            Axis.of("Recall").from(0, 1),
            Axis.of("Precision").from(0, 1))
        .series("Random forest", points(120, x -> 0.98 - 0.75 * Math.pow(x, 2.2)))
        .series("Llama-3.2-1B zero-shot", points(120, x -> 0.92 - 0.6 * Math.pow(x, 3)))
        .series("Llama-3.2-1B fine-tuned", points(120, x -> 0.995 - 0.55 * Math.pow(x, 9)))
        .build();
  }

  private interface Curve {
    double at(double x);
  }

  private static List<LineChart.Point> points(int count, Curve curve) {
    return IntStream.rangeClosed(0, count)
        .mapToObj(i -> LineChart.Point.of(i / (double) count, curve.at(i / (double) count)))
        .toList();
  }

  static Section cost() {
    return Section.builder("cost", "Cost")
        .paragraph("A matcher on the frontier is one that no cheaper matcher beats.")
        .add(scatter())
        .build();
  }

  static ScatterChart scatter() {
    return ScatterChart.builder(
            "F1 against price",
            Axis.logarithmic("US dollars per 1,000 pairs"),
            Axis.of("Mean F1 (%)"))
        .point("Random forest", "on this machine", 0.0004, Estimate.of(71.6, 69, 74), true)
        .point(
            "Llama-3.2-1B zero-shot", "on this machine", 0.031, Estimate.of(68.2, 66, 70.4), false)
        .point(
            "Llama-3.2-1B fine-tuned",
            "on this machine",
            0.031,
            Estimate.of(86.7, 84.4, 88.6),
            true)
        .point("Cascade", "on this machine", 0.009, Estimate.of(85.9, 83.4, 88), true)
        .point("gpt-4o-mini zero-shot", "hosted", 0.048, Estimate.of(82.4, 80, 84.4), false)
        .point("gpt-4o-mini fine-tuned", "hosted", 0.094, Estimate.of(88.2, 86, 90), true)
        .point("gpt-4o zero-shot", "hosted", 0.81, Estimate.of(89.4, 87.5, 91), true)
        .build();
  }

  static Section errors() {
    return Section.builder("errors", "The most confident errors")
        .add(
            new ExamplePairs(
                "Wrong answers by how sure the matcher was",
                List.of(
                    new ExamplePair(
                        pair(
                            MatchLabel.NON_MATCH,
                            "canon powershot sd1100 is silver",
                            "Canon PowerShot SD1100 IS Blue"),
                        "match",
                        OptionalDouble.of(0.987),
                        Optional.of("same model, other colour")),
                    new ExamplePair(
                        pair(
                            MatchLabel.MATCH,
                            "<script>alert(1)</script>",
                            "\\end{table} | `rm -rf /` & 100 %"),
                        "non-match",
                        OptionalDouble.of(0.021),
                        Optional.empty()),
                    new ExamplePair(
                        pair(
                            MatchLabel.MATCH,
                            "linksys wireless-g broadband router",
                            "Cisco WRT54GL-UK"),
                        "undecided",
                        OptionalDouble.empty(),
                        Optional.empty()),
                    new ExamplePair(
                        pair(
                            MatchLabel.MATCH,
                            "sony dsc-w120",
                            "Sony Cyber-shot W120 digital camera, 7.2 MP, pink"),
                        "non-match",
                        OptionalDouble.of(0.11),
                        Optional.empty()))))
        .build();
  }

  private static LabeledPair pair(MatchLabel label, String left, String right) {
    return new LabeledPair(
        new CandidatePair(
            EntityDescription.of("abt-552").with("name", left).with("price", "199.99"),
            EntityDescription.of("buy-1081")
                .with("name", right)
                .with("manufacturer", "Canon")
                .with("price", "187.00")),
        label);
  }
}
