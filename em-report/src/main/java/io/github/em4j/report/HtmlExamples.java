package io.github.em4j.report;

import io.github.em4j.report.ExamplePairs.ExamplePair;

/** Writes example pairs into a page, each to fold and unfold, the first ones unfolded. */
final class HtmlExamples {
  private static final int UNFOLDED = 3;

  private final Html html;
  private final HtmlTables tables;

  HtmlExamples(Html html, HtmlTables tables) {
    this.html = html;
    this.tables = tables;
  }

  void write(ExamplePairs examples, String id) {
    html.open("div", "class", "examples", "id", id).line();
    html.element("h3", examples.caption()).line();
    if (examples.pairs().isEmpty()) {
      html.element("p", "There are none.", "class", "none").line();
    }
    for (int i = 0; i < examples.pairs().size(); i++) {
      write(examples.pairs().get(i), id + "_" + (i + 1), i < UNFOLDED);
    }
    html.close().line();
  }

  private void write(ExamplePair example, String id, boolean unfolded) {
    if (unfolded) {
      html.open("details", "class", "example", "open", "open");
    } else {
      html.open("details", "class", "example");
    }
    html.open("summary");
    writeTerm("gold", Wording.of(example.pair().label()));
    writeTerm("answer", example.answer());
    example
        .matchProbability()
        .ifPresent(probability -> writeTerm("P(match)", Numbers.fixed(probability, 3)));
    example.remark().ifPresent(remark -> html.text(" ").element("span", remark, "class", "remark"));
    html.close().line();
    tables.writeWithin(Wording.sideBySide(example), id);
    html.close().line();
  }

  private void writeTerm(String name, String value) {
    html.open("span", "class", "term").text(name + " ").element("b", value).close().text(" ");
  }
}
