package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a report can be written as. All text of the report is escaped for its format, and the same
 * report gives the same bytes.
 */
public enum ReportFormat {
  /**
   * One page that needs no network and no script: styles within, charts as SVG, with the numbers of
   * each chart as a table beside it. For light and dark, wide and narrow screens, screen readers
   * and paper. Well-formed XML as well as HTML.
   */
  HTML("html"),
  /** GitHub-flavoured Markdown; a chart becomes the table of its numbers. */
  MARKDOWN("md"),
  /**
   * The tables, and the tables of the charts' numbers, as LaTeX floats under the section's
   * headings, to be {@code \input} into a document that loads {@code booktabs}.
   */
  LATEX("tex"),
  /** The whole document for machines, with all digits of every number. */
  JSON("json");

  private final String extension;

  ReportFormat(String extension) {
    this.extension = extension;
  }

  /**
   * How files of the format end.
   *
   * @return without the point, for example {@code html}
   */
  public String extension() {
    return extension;
  }

  /**
   * Writes the report as text.
   *
   * @param report the document
   * @return the document in this format
   */
  public String render(Report report) {
    requireNonNull(report, "report");
    return switch (this) {
      case HTML -> HtmlRenderer.render(report);
      case MARKDOWN -> MarkdownRenderer.render(report);
      case LATEX -> LatexRenderer.render(report);
      case JSON -> JsonRenderer.render(report);
    };
  }

  /**
   * Writes the report as a file in UTF-8, which appears whole or not at all.
   *
   * @param report the document
   * @param file where it is to appear; its folder has to exist
   * @throws IOException if writing fails
   */
  public void write(Report report, Path file) throws IOException {
    WholeFile.writeString(file, render(report));
  }
}
