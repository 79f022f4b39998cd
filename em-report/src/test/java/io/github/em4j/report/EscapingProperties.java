package io.github.em4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.report.ExamplePairs.ExamplePair;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a report, it stays text in every format. */
final class EscapingProperties {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> hostile =
        Arbitraries.of(
            "<script>alert(1)</script>",
            "</style><img src=x onerror=alert(1)>",
            "]]>&#0;&amp;<!--",
            "\" onload=\"alert(1)",
            "\\end{table}\\input{/etc/passwd}",
            "$x^2_{y}$ 100% #1 ~ & \\\\",
            "a | b || `c` **d** __e__ [f](http://g.example) ![h](i)",
            "line\nbreak\r\n\n- item\n# heading\n| - |",
            "1. list",
            "---",
            "> quote",
            "https://www.example.com/",
            "@someone",
            "\u0000\u0008\ud800\uffff\u202etxt.exe",
            "日本語 العربية 😀",
            "'--,,");
    Arbitrary<String> any = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(40);
    Arbitrary<String> marks =
        Arbitraries.strings()
            .withChars("<>&\"'\\{}$%#_^~|`*[]()!-\n\t a")
            .ofMinLength(1)
            .ofMaxLength(30);
    return Arbitraries.oneOf(hostile, any, marks).filter(text -> !text.isBlank());
  }

  @Property(tries = 100)
  void aPageIsWellFormedAndShowsTheText(@ForAll("texts") String text) {
    Page page = Page.of(withoutCharts(text));
    assertThat(page.text())
        .contains(PlainText.allowed(text).replace("\r\n", "\n").replace('\r', '\n'));
    assertThat(page.elements("*"))
        .extracting(element -> element.getTagName())
        .doesNotContain("script", "img", "iframe", "object");
    assertThat(page.elements("*")).noneMatch(element -> element.hasAttribute("onload"));
  }

  @Property(tries = 8)
  void aPictureIsWellFormedWhateverTheNames(@ForAll("texts") String text) {
    Page page = Page.of(withCharts(text));
    assertThat(page.elements("svg")).hasSizeGreaterThanOrEqualTo(8);
    assertThat(page.elements("script")).isEmpty();
  }

  @Property(tries = 150)
  void markdownKeepsItsShape(@ForAll("texts") String text) {
    String plain = ReportFormat.MARKDOWN.render(withoutCharts("x"));
    String hostile = ReportFormat.MARKDOWN.render(withoutCharts(text));
    assertThat(hostile.lines().count()).isEqualTo(plain.lines().count());
    List<Long> borders =
        hostile.lines().map(line -> count("(?<!\\\\)(?:\\\\\\\\)*\\|", line)).toList();
    assertThat(borders)
        .isEqualTo(plain.lines().map(line -> count("(?<!\\\\)(?:\\\\\\\\)*\\|", line)).toList());
    assertThat(hostile).doesNotContain("<script", "<img", "://");
    assertThat(count("(?<!\\\\)(?:\\\\\\\\)*`", hostile)).isZero();
  }

  @Property(tries = 150)
  void latexKeepsItsShape(@ForAll("texts") String text) {
    String plain = ReportFormat.LATEX.render(withoutCharts("x"));
    String hostile = ReportFormat.LATEX.render(withoutCharts(text));
    assertThat(hostile.lines().count()).isEqualTo(plain.lines().count());
    String body = withoutComments(hostile);
    assertThat(count("\\\\(begin|end|input|section|caption)\\b", body))
        .isEqualTo(count("\\\\(begin|end|input|section|caption)\\b", withoutComments(plain)));
    assertThat(count("(?<!\\\\)&", body)).isEqualTo(count("(?<!\\\\)&", withoutComments(plain)));
    assertThat(count("(?<!\\\\)\\{", body)).isEqualTo(count("(?<!\\\\)\\}", body));
    assertThat(count("(?<!\\\\)[%#]", body)).isZero();
  }

  @Property(tries = 100)
  void jsonGivesTheTextBack(@ForAll("texts") String text) throws Exception {
    JsonNode report = JSON.readTree(ReportFormat.JSON.render(withoutCharts(text)));
    assertThat(report.get("title").textValue()).isEqualTo(text);
    JsonNode blocks = report.get("sections").get(0).get("blocks");
    assertThat(blocks.get(0).get("text").textValue()).isEqualTo(text);
    assertThat(blocks.get(2).get("rows").get(0).get(0).get("text").textValue()).isEqualTo(text);
  }

  private static String withoutComments(String latex) {
    return latex.replaceAll("(?m)^%.*$", "");
  }

  private static long count(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.results().count();
  }

  private static Report withoutCharts(String text) {
    EntityDescription entity = EntityDescription.of(text).with("name", text);
    return Report.builder(text)
        .subtitle(text)
        .fact(text, text)
        .section(
            Section.builder("texts", text)
                .paragraph(text)
                .add(Note.caution(text))
                .add(
                    Table.builder(text, Column.text(text).explained(text), Column.number("n"))
                        .row(Cell.text(text).best(), Cell.text(text))
                        .build())
                .add(
                    new ExamplePairs(
                        text,
                        List.of(
                            new ExamplePair(
                                new LabeledPair(
                                    new CandidatePair(entity, entity), MatchLabel.MATCH),
                                text,
                                OptionalDouble.of(0.5),
                                Optional.of(text)))))
                .build())
        .build();
  }

  private static Report withCharts(String text) {
    Axis axis = Axis.of(text);
    return Report.builder("Names")
        .section(
            Section.builder("charts", "Charts")
                .add(
                    BarChart.builder(text, axis, List.of(text, "other"))
                        .series(text, Estimate.of(1, 0.5, 2), Estimate.of(-3))
                        .build())
                .add(
                    HeatMap.builder(text, text)
                        .rows(text, List.of(text, "other"))
                        .columns(text, List.of(text))
                        .values(new double[][] {{1}, {Double.NaN}})
                        .build())
                .add(
                    LineChart.builder(text, axis, axis)
                        .series(text, List.of(LineChart.Point.of(0, 0), LineChart.Point.of(1, 1)))
                        .diagonal(text)
                        .build())
                .add(
                    ScatterChart.builder(text, axis, axis)
                        .point(text, text, 1, Estimate.of(1, 0, 2), true)
                        .build())
                .build())
        .build();
  }
}
