package io.github.em4j.report;

import io.github.em4j.report.Column.Alignment;
import io.github.em4j.report.ExamplePairs.ExamplePair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a report as GitHub-flavoured Markdown. */
final class MarkdownRenderer {

  private final StringBuilder out = new StringBuilder();
  private final Numbering numbering = new Numbering();

  private MarkdownRenderer() {}

  static String render(Report report) {
    var renderer = new MarkdownRenderer();
    renderer.write(report);
    return renderer.out.toString();
  }

  private void write(Report report) {
    line("# " + escape(report.title()));
    report.subtitle().ifPresent(text -> paragraph(escape(text)));
    if (!report.facts().isEmpty()) {
      line("");
      report.facts().forEach((name, value) -> line("- " + escape(name) + ": " + escape(value)));
    }
    for (Section section : report.sections()) {
      paragraph("## " + escape(section.heading()));
      section.blocks().forEach(this::write);
    }
  }

  private void write(Block block) {
    if (block instanceof Paragraph paragraph) {
      paragraph(escape(paragraph.text()));
    } else if (block instanceof Note note) {
      String alert = note.kind() == Note.Kind.CAUTION ? "> [!CAUTION]" : "> [!NOTE]";
      paragraph(alert);
      line("> " + escape(note.text()));
    } else if (block instanceof Table table) {
      paragraph("**%s.** %s".formatted(numbering.nextTable(), escape(table.caption())));
      write(table);
    } else if (block instanceof Chart chart) {
      String number = numbering.nextFigure();
      paragraph("**%s as numbers.** %s".formatted(number, escape(chart.caption())));
      paragraph(escape(ChartWords.of(chart)));
      write(ChartTables.of(chart));
    } else {
      write((ExamplePairs) block);
    }
  }

  private void write(Table table) {
    line("");
    line(row(table.columns().stream().map(column -> escape(column.heading())).toList()));
    line(
        row(
            table.columns().stream()
                .map(column -> column.alignment() == Alignment.RIGHT ? "---:" : "---")
                .toList()));
    for (List<Cell> cells : table.rows()) {
      line(row(cells.stream().map(MarkdownRenderer::cell).toList()));
    }
    List<String> explained = new ArrayList<>();
    for (Column column : table.columns()) {
      column
          .explanation()
          .ifPresent(
              text ->
                  explained.add("- *%s*: %s".formatted(escape(column.heading()), escape(text))));
    }
    if (!explained.isEmpty()) {
      line("");
      explained.forEach(this::line);
    }
  }

  private void write(ExamplePairs examples) {
    paragraph("**" + escape(examples.caption()) + "**");
    for (ExamplePair example : examples.pairs()) {
      paragraph(escape(Wording.summary(example)));
      write(Wording.sideBySide(example));
    }
  }

  private static String cell(Cell cell) {
    if (cell instanceof Cell.NumberCell number) {
      String bounds = Numbers.bounds(number);
      return emphasised(Numbers.value(number), cell.emphasis())
          + (bounds.isEmpty() ? "" : " " + escape(bounds));
    }
    return emphasised(((Cell.TextCell) cell).text(), cell.emphasis());
  }

  private static String emphasised(String text, Cell.Emphasis emphasis) {
    String escaped = escape(text);
    if (escaped.isEmpty()) {
      return escaped;
    }
    return switch (emphasis) {
      case NONE -> escaped;
      case BEST -> "**" + escaped + "**";
      case SECOND -> "*" + escaped + "*";
    };
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  private void paragraph(String text) {
    line("");
    line(text);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  /**
   * Text that is nothing but text in Markdown, on one line: no markup, no table border, no HTML, no
   * mention of a person or an issue, no link from an address.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    String line = PlainText.oneLine(text);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '@' -> escaped.append("&#64;");
        case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '|', '~', '$', '!' ->
            escaped.append('\\').append(c);
        case '+', '-' -> escaped.append(i == 0 && !isNumber(line, i + 1) ? "\\" : "").append(c);
        case '.', ')' -> escaped.append(endsListNumber(line, i) ? "\\" : "").append(c);
        // An address that begins with www becomes a link without any markup.
        case 'w', 'W' -> escaped.append(startsAddress(line, i) ? "&#%d;".formatted((int) c) : c);
        case ':' -> escaped.append(line.startsWith("://", i) ? "&#58;" : ":");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean startsAddress(String line, int at) {
    return line.regionMatches(true, at, "www.", 0, 4);
  }

  private static boolean isNumber(String line, int at) {
    return at < line.length() && Character.isDigit(line.charAt(at));
  }

  /** Whether everything before the point is digits, which would begin a numbered list. */
  private static boolean endsListNumber(String line, int at) {
    boolean spaced = at + 1 == line.length() || line.charAt(at + 1) == ' ';
    return spaced && at > 0 && line.substring(0, at).chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
