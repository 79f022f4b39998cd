package io.github.em4j.examples;

import io.github.em4j.AttributeComparison;
import io.github.em4j.Em4jVersion;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Score;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the quickstart found.
 *
 * @param datasets what was tested on, the one that was learned from first
 * @param synthetic whether they are invented
 * @param seed of everything random
 * @param rows the matchers
 * @param example one decision
 * @param seconds how long all of it took
 */
record QuickstartReport(
    List<String> datasets,
    boolean synthetic,
    long seed,
    List<Row> rows,
    Example example,
    double seconds) {
  private static final int WORDS = 6;

  /** A matcher, and what it reached on each data set. */
  record Row(String matcher, List<EvaluationReport> reports) {}

  /** A decision, and what it rests on. */
  record Example(
      String left,
      String right,
      boolean isMatch,
      double probability,
      List<AttributeComparison> words) {
    List<AttributeComparison> strongest() {
      return words.stream().limit(WORDS).toList();
    }
  }

  /** For machines; scores as fractions. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("synthetic", synthetic);
    figures.put("seed", seed);
    figures.put("trainedOn", datasets.get(0));
    List<Map<String, Object>> cells = new ArrayList<>();
    for (Row row : rows) {
      for (int i = 0; i < datasets.size(); i++) {
        ConfidenceInterval f1 = row.reports().get(i).interval(Score.F1);
        Map<String, Object> cell = new LinkedHashMap<>();
        cell.put("matcher", row.matcher());
        cell.put("testedOn", datasets.get(i));
        cell.put("inDomain", i == 0);
        cell.put("f1", row.reports().get(i).counts().f1());
        cell.put("f1Low", f1.low());
        cell.put("f1High", f1.high());
        cells.add(cell);
      }
    }
    figures.put("results", cells);
    figures.put("example", example);
    figures.put("seconds", seconds);
    return figures;
  }

  /** For a terminal. */
  void print(PrintWriter out) {
    out.println(heading());
    out.println();
    List<String> header = new ArrayList<>(List.of("F1 on test, in %"));
    datasets.forEach(name -> header.add(column(name)));
    var table = new TextTable(header.toArray(String[]::new));
    for (Row row : rows) {
      List<Object> cells = new ArrayList<>(List.of(row.matcher()));
      row.reports().forEach(report -> cells.add(cell(report)));
      table.row(cells.toArray());
    }
    table.print(out);
    out.println();
    out.println(notes());
    out.println();
    out.println("One decision of the model with its adapter:");
    out.println("  left        " + example.left());
    out.println("  right       " + example.right());
    out.printf(
        Locale.ROOT,
        "  decision    %s, p(match) %.4f%n",
        example.isMatch() ? "match" : "no match",
        example.probability());
    out.println("  rests on    (how much p(match) falls when the word is left out on both sides)");
    for (AttributeComparison word : example.strongest()) {
      out.printf(
          Locale.ROOT,
          "    %+.4f  %-24s %s%n",
          word.importance().orElse(0),
          word.left().or(word::right).orElse(""),
          where(word));
    }
    out.flush();
  }

  /** The data set that was learned from is at home. */
  private String column(String dataset) {
    return dataset + (dataset.equals(datasets.get(0)) ? " (home)" : "");
  }

  private String heading() {
    return synthetic
        ? "Synthetic benchmark, seed %d: invented records that ship with em4j, no published data set"
            .formatted(seed)
        : "Test splits of %d data sets, seed %d".formatted(datasets.size(), seed);
  }

  private static String notes() {
    return "Behind each score its 95 % interval, a bootstrap over the test pairs. The model decides from p(match) 0.5 on; the"
        + " classical\nmatcher's threshold was chosen on the validation split of its training data.";
  }

  private static String cell(EvaluationReport report) {
    ConfidenceInterval f1 = report.interval(Score.F1);
    return "%s [%s – %s]"
        .formatted(Percent.of(report.counts().f1()), Percent.of(f1.low()), Percent.of(f1.high()));
  }

  private static String where(AttributeComparison word) {
    if (word.left().isPresent() && word.right().isPresent()) {
      return "on both sides";
    }
    return word.left().isPresent() ? "left only" : "right only";
  }

  /** A page of its own, without anything from elsewhere. */
  String html() {
    var page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>em4j quickstart</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1d2433; }
        table { border-collapse: collapse; margin: 1rem 0; }
        th, td { padding: .4rem .8rem; border-bottom: 1px solid #d5dae3; text-align: left; }
        th { font-weight: 600; background: #f3f5f9; }
        td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        small { color: #5b6577; }
        .bar { display: inline-block; height: .7rem; border-radius: 2px; background: #2d6cdf; vertical-align: middle; }
        .bar.against { background: #c9482b; }
        </style>
        </head>
        <body>
        <h1>em4j quickstart</h1>
        """);
    page.append("<p>")
        .append(escaped(heading()))
        .append("</p>\n<table>\n<tr><th>F1 on test, in %</th>");
    datasets.forEach(name -> page.append("<th>").append(escaped(column(name))).append("</th>"));
    page.append("</tr>\n");
    for (Row row : rows) {
      page.append("<tr><td>").append(escaped(row.matcher())).append("</td>");
      for (EvaluationReport report : row.reports()) {
        ConfidenceInterval f1 = report.interval(Score.F1);
        page.append(
            "<td class=\"number\">%s <small>%s – %s</small></td>"
                .formatted(
                    Percent.of(report.counts().f1()), Percent.of(f1.low()), Percent.of(f1.high())));
      }
      page.append("</tr>\n");
    }
    page.append("</table>\n<p><small>").append(escaped(notes())).append("</small></p>\n");
    appendExample(page);
    page.append(
        String.format(
            Locale.ROOT,
            "<p><small>em4j %s, seed %d, %.0f s.</small></p>%n</body>%n</html>%n",
            escaped(Em4jVersion.current()),
            seed,
            seconds));
    return page.toString();
  }

  private void appendExample(StringBuilder page) {
    page.append(
        String.format(
            Locale.ROOT,
            """
            <h2>One decision of the model with its adapter</h2>
            <table>
            <tr><th>left</th><td>%s</td></tr>
            <tr><th>right</th><td>%s</td></tr>
            <tr><th>decision</th><td>%s, p(match) %.4f</td></tr>
            </table>
            <p>How much p(match) falls when a word is left out on both sides:</p>
            <table>
            """,
            escaped(example.left()),
            escaped(example.right()),
            example.isMatch() ? "match" : "no match",
            example.probability()));
    double largest =
        example.strongest().stream()
            .mapToDouble(word -> Math.abs(word.importance().orElse(0)))
            .max()
            .orElse(0);
    for (AttributeComparison word : example.strongest()) {
      double importance = word.importance().orElse(0);
      page.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s</td><td>%s</td><td class=\"number\">%+.4f</td>"
                  + "<td><span class=\"bar%s\" style=\"width: %.0fpx\"></span></td></tr>%n",
              escaped(word.left().or(word::right).orElse("")),
              where(word),
              importance,
              importance < 0 ? " against" : "",
              largest == 0 ? 0 : 200 * Math.abs(importance) / largest));
    }
    page.append("</table>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
