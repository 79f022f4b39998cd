package io.github.em4j.examples;

import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.Row;
import io.github.em4j.prompts.explanation.ExplanationStatistics;
import io.github.em4j.prompts.explanation.Rejection;
import io.github.em4j.prompts.explanation.Repair;
import io.github.em4j.prompts.explanation.StructuredExplanationParser;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Parses recorded structured explanations and says what became of their lines. */
@Command(
    name = "explanations",
    description = {
      "Parse recorded structured explanations and report how many attribute lines are well formed, repaired or rejected.",
      "A line of FILE is a JSON object with 'left', 'right', 'label' (0 or 1) and 'explanation'."
    })
final class ExplanationsCommand implements Runnable {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON lines, plain or gzip'ed.")
  private List<Path> files;

  @Mixin private JsonOption json;

  /** The figures for machines. */
  private record Figures(
      long explanations,
      long attributeLines,
      long wellFormed,
      long repaired,
      long rejected,
      long labelContradictions,
      long unreadableLabels,
      Map<Repair, Long> repairs,
      Map<Rejection, Long> rejections) {}

  @Override
  public void run() {
    var parser = new StructuredExplanationParser();
    var statistics = new ExplanationStatistics();
    for (Path file : InputPaths.existing(files)) {
      try (Stream<Row> rows = DatasetReader.streamRows(file)) {
        rows.map(row -> new RecordedRow(file, row))
            .forEach(
                row ->
                    statistics.add(
                        parser.parse(row.text("explanation"), row.text("left"), row.text("right")),
                        row.label()));
      }
    }
    print(statistics);
    json.write(
        new Figures(
            statistics.explanations(),
            statistics.attributeLines(),
            statistics.wellFormed(),
            statistics.repaired(),
            statistics.rejected(),
            statistics.labelContradictions(),
            statistics.unreadableLabels(),
            statistics.repairs(),
            statistics.rejections()));
  }

  private void print(ExplanationStatistics statistics) {
    long lines = statistics.attributeLines();
    var table = new TextTable("what", "count", "% of lines");
    table.row("explanations", statistics.explanations(), "");
    table.row("answers against the label", statistics.labelContradictions(), "");
    table.row("answers that cannot be read", statistics.unreadableLabels(), "");
    table.row("attribute lines", lines, share(lines, lines));
    table.row("  well formed", statistics.wellFormed(), share(statistics.wellFormed(), lines));
    table.row("  repaired", statistics.repaired(), share(statistics.repaired(), lines));
    statistics
        .repairs()
        .forEach((repair, count) -> table.row("    " + words(repair), count, share(count, lines)));
    table.row("  rejected", statistics.rejected(), share(statistics.rejected(), lines));
    statistics
        .rejections()
        .forEach((reason, count) -> table.row("    " + words(reason), count, share(count, lines)));
    PrintWriter out = json.table();
    table.print(out);
    if (!statistics.repairs().isEmpty()) {
      out.println();
      out.println("A line may have needed several repairs.");
      out.flush();
    }
  }

  private static String share(long count, long lines) {
    return lines == 0 ? "" : Percent.of((double) count / lines);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
