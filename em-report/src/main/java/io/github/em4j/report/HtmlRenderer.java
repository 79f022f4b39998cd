package io.github.em4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes a report as one page. */
final class HtmlRenderer {

  private static final String STYLE = style();

  /** Whatever a value might smuggle in: nothing of it would run, and nothing would be fetched. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private final Html html = new Html();
  private final HtmlTables tables = new HtmlTables(html);
  private final HtmlFigures figures = new HtmlFigures(html, tables);
  private final HtmlExamples examples = new HtmlExamples(html, tables);
  private final Numbering numbering = new Numbering();

  private HtmlRenderer() {}

  static String render(Report report) {
    var renderer = new HtmlRenderer();
    renderer.write(report);
    return "<!DOCTYPE html>\n" + renderer.html + "\n";
  }

  private void write(Report report) {
    html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").line();
    writeHead(report);
    html.open("body").line();
    html.element("a", "Skip to the report", "class", "skip", "href", "#report").line();
    writeMasthead(report);
    html.open("div", "class", "page").line();
    writeContents(report);
    html.open("main", "id", "report", "tabindex", "-1").line();
    report.sections().forEach(this::write);
    html.close().line();
    html.close().line();
    html.close().close();
  }

  private void writeHead(Report report) {
    html.open("head").line();
    html.empty("meta", "charset", "utf-8").line();
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.empty("meta", "name", "color-scheme", "content", "light dark").line();
    html.empty("meta", "name", "generator", "content", "em4j").line();
    html.element("title", report.title()).line();
    html.open("style").line().markup(STYLE).close().line();
    html.close().line();
  }

  private void writeMasthead(Report report) {
    html.open("header").open("div", "class", "masthead").line();
    html.element("h1", report.title()).line();
    report.subtitle().ifPresent(text -> html.element("p", text, "class", "subtitle").line());
    if (!report.facts().isEmpty()) {
      html.open("dl", "class", "facts").line();
      report
          .facts()
          .forEach(
              (name, value) ->
                  html.open("div").element("dt", name).element("dd", value).close().line());
      html.close().line();
    }
    html.close().close().line();
  }

  private void writeContents(Report report) {
    html.open("nav", "aria-labelledby", "contents").line();
    html.element("h2", "Contents", "id", "contents").line();
    html.open("ol").line();
    for (Section section : report.sections()) {
      html.open("li").element("a", section.heading(), "href", "#" + section.id()).close().line();
    }
    html.close().close().line();
  }

  private void write(Section section) {
    String heading = section.id() + "-heading";
    html.open("section", "id", section.id(), "aria-labelledby", heading).line();
    html.element("h2", section.heading(), "id", heading).line();
    for (int i = 0; i < section.blocks().size(); i++) {
      // Two underscores: no id of a section has one, so that no two elements share an id.
      write(section.blocks().get(i), section.id() + "__" + (i + 1));
    }
    html.close().line();
  }

  private void write(Block block, String id) {
    if (block instanceof Paragraph paragraph) {
      html.element("p", paragraph.text()).line();
    } else if (block instanceof Note note) {
      write(note);
    } else if (block instanceof Table table) {
      tables.write(table, numbering.nextTable(), id);
    } else if (block instanceof Chart chart) {
      figures.write(chart, numbering.nextFigure(), id);
    } else {
      examples.write((ExamplePairs) block, id);
    }
  }

  private void write(Note note) {
    boolean caution = note.kind() == Note.Kind.CAUTION;
    html.open("div", "role", "note", "class", caution ? "note caution" : "note");
    html.open("p").element("strong", caution ? "Caution." : "Note.").text(" " + note.text());
    html.close().close().line();
  }

  private static String style() {
    try (InputStream in = HtmlRenderer.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing beside " + HtmlRenderer.class);
      }
      String sheet = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return sheet
          .replace("/* light */", Palette.declarations(false))
          .replace("/* dark */", Palette.declarations(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
