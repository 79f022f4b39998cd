package io.github.em4j.report;

import io.github.em4j.report.Column.Alignment;
import io.github.em4j.report.ExamplePairs.ExamplePair;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the tables of a report as LaTeX floats, with running text as it stands between them. */
final class LatexRenderer {

  private final StringBuilder out = new StringBuilder();
  private int tables;

  private LatexRenderer() {}

  static String render(Report report) {
    var renderer = new LatexRenderer();
    renderer.write(report);
    return renderer.out.toString();
  }

  private void write(Report report) {
    line(
        "% Needs \\usepackage{booktabs}; records in scripts other than Latin need LuaLaTeX or XeLaTeX.");
    line("% " + comment(report.title()));
    report.facts().forEach((name, value) -> line("% " + comment(name + ": " + value)));
    for (Section section : report.sections()) {
      line("");
      line("\\section{" + escape(section.heading()) + "}");
      tables = 0;
      section.blocks().forEach(block -> write(section, block));
    }
  }

  private void write(Section section, Block block) {
    if (block instanceof Paragraph paragraph) {
      line("");
      line(escape(paragraph.text()));
    } else if (block instanceof Note note) {
      String head = note.kind() == Note.Kind.CAUTION ? "\\textbf{Caution.} " : "\\emph{Note.} ";
      line("");
      line(head + escape(note.text()));
    } else if (block instanceof Table table) {
      write(section, table);
    } else if (block instanceof Chart chart) {
      write(section, ChartTables.of(chart));
    } else {
      ExamplePairs examples = (ExamplePairs) block;
      for (ExamplePair example : examples.pairs()) {
        Table records = Wording.sideBySide(example);
        String caption = examples.caption() + ": " + Wording.summary(example);
        write(section, new Table(caption, records.columns(), records.rows()));
      }
    }
  }

  private void write(Section section, Table table) {
    line("");
    line("\\begin{table}[htbp]");
    line("  \\centering");
    line("  \\caption{" + escape(table.caption()) + "}");
    line("  \\label{tab:" + section.id() + "-" + ++tables + "}");
    line("  \\begin{tabular}{" + alignments(table) + "}");
    line("    \\toprule");
    line(row(table.columns().stream().map(column -> escape(column.heading())).toList()));
    line("    \\midrule");
    table.rows().forEach(row -> line(row(row.stream().map(LatexRenderer::cell).toList())));
    line("    \\bottomrule");
    line("  \\end{tabular}");
    for (Column column : table.columns()) {
      column
          .explanation()
          .ifPresent(
              text ->
                  line(
                      "  \\par\\footnotesize \\emph{%s}: %s"
                          .formatted(escape(column.heading()), escape(text))));
    }
    line("\\end{table}");
  }

  /** Long words are set in a column that breaks lines, so that records fit on a page. */
  private static String alignments(Table table) {
    StringBuilder alignments = new StringBuilder();
    for (int i = 0; i < table.columns().size(); i++) {
      int column = i;
      boolean isLong =
          table.rows().stream()
              .anyMatch(
                  row ->
                      row.get(column) instanceof Cell.TextCell text && text.text().length() > 40);
      boolean right = table.columns().get(i).alignment() == Alignment.RIGHT;
      alignments.append(right ? "r" : isLong ? "p{0.35\\linewidth}" : "l");
    }
    return alignments.toString();
  }

  private static String cell(Cell cell) {
    if (cell instanceof Cell.NumberCell number) {
      String bounds = Numbers.bounds(number);
      return emphasised(minus(Numbers.value(number)), cell.emphasis())
          + (bounds.isEmpty() ? "" : " {\\scriptsize " + minus(bounds) + "}");
    }
    return emphasised(escape(((Cell.TextCell) cell).text()), cell.emphasis());
  }

  private static String emphasised(String text, Cell.Emphasis emphasis) {
    return switch (emphasis) {
      case NONE -> text;
      case BEST -> "\\textbf{" + text + "}";
      case SECOND -> "\\underline{" + text + "}";
    };
  }

  private static String minus(String number) {
    return number.replace("-", "$-$").replace(Numbers.MISSING, "\\textendash{}");
  }

  /** A cell that begins with a bracket would be an option of the line break before it. */
  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.startsWith("[") ? "{}" + cell : cell)
        .collect(Collectors.joining(" & ", "    ", " \\\\"));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String comment(String text) {
    return PlainText.oneLine(text);
  }

  /** Text that is nothing but text in LaTeX, on one line. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    int[] codePoints = PlainText.oneLine(text).codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      int c = codePoints[i];
      boolean repeated = i > 0 && codePoints[i - 1] == c;
      switch (c) {
        case '\\' -> escaped.append("\\textbackslash{}");
        case '{', '}', '$', '&', '#', '%', '_' -> escaped.append('\\').append((char) c);
        case '^' -> escaped.append("\\textasciicircum{}");
        case '~' -> escaped.append("\\textasciitilde{}");
        case '<' -> escaped.append("\\textless{}");
        case '>' -> escaped.append("\\textgreater{}");
        case '|' -> escaped.append("\\textbar{}");
        case '"' -> escaped.append("\\symbol{34}");
        case '`' -> escaped.append("\\symbol{96}");
        // Two of these would become one other sign.
        case '-', '\'', ',' -> escaped.append(repeated ? "{}" : "").append((char) c);
        default -> escaped.append(signOf(c));
      }
    }
    return escaped.toString();
  }

  /** Signs that reports use and that not every font has. */
  private static String signOf(int c) {
    return switch (c) {
      case '–' -> "\\textendash{}";
      case '…' -> "\\dots{}";
      case '−' -> "$-$";
      case 'Δ' -> "$\\Delta$";
      case '±' -> "$\\pm$";
      case '×' -> "$\\times$";
      case '≤' -> "$\\leq$";
      case '≥' -> "$\\geq$";
      case '→' -> "$\\rightarrow$";
      case 0xFFFD -> "?";
      default -> Character.toString(c);
    };
  }
}
