package io.github.em4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

final class HtmlReportTest {
  private static final Page PAGE = Page.of(SampleReport.report());
  private static final String HTML = ReportFormat.HTML.render(SampleReport.report());

  @Test
  void nothingIsFetchedAndNothingRuns() {
    assertThat(HTML.replaceAll("xmlns=\"[^\"]*\"", "")).doesNotContain("http:", "https:");
    assertThat(HTML).doesNotContain("src=", "url(http", "@import", "<script", "<link", "<image");
    assertThat(PAGE.elements("a")).allMatch(link -> link.getAttribute("href").startsWith("#"));
    assertThat(HTML).contains("Content-Security-Policy\" content=\"default-src &#39;none&#39;");
  }

  @Test
  void everyIdIsThereOnceAndEveryReferenceHasOne() {
    List<String> ids =
        PAGE.elements("*").stream()
            .map(element -> element.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
    for (Element element : PAGE.elements("*")) {
      for (String attribute : List.of("aria-labelledby", "aria-describedby")) {
        if (element.hasAttribute(attribute)) {
          assertThat(ids).contains(element.getAttribute(attribute));
        }
      }
      if (element.hasAttribute("clip-path")) {
        assertThat(ids).contains(element.getAttribute("clip-path").replaceAll("url\\(#|\\)", ""));
      }
    }
    assertThat(PAGE.elements("a"))
        .allMatch(link -> ids.contains(link.getAttribute("href").substring(1)));
  }

  @Test
  void headingsBeginAtOneAndSkipNoLevel() {
    int level = 0;
    for (Element element : PAGE.elements("*")) {
      if (element.getTagName().matches("h[1-6]")) {
        int next = element.getTagName().charAt(1) - '0';
        assertThat(next).isLessThanOrEqualTo(level + 1);
        level = next;
      }
    }
    assertThat(PAGE.elements("h1")).hasSize(1);
    assertThat(PAGE.elements("main")).hasSize(1);
    assertThat(PAGE.elements("nav")).hasSize(1);
    assertThat(HTML).contains("<html lang=\"en\"");
  }

  @Test
  void everyTableHasACaptionAndEveryHeadAScope() {
    assertThat(PAGE.elements("table"))
        .allMatch(table -> !Page.within(table, "caption").get(0).getTextContent().isBlank());
    assertThat(PAGE.elements("th"))
        .allMatch(head -> List.of("row", "col").contains(head.getAttribute("scope")));
  }

  @Test
  void everyChartIsDrawnTwiceWithWordsAndHasItsNumbersBesideIt() {
    List<Element> charts =
        PAGE.elements("figure").stream()
            .filter(figure -> figure.getAttribute("class").startsWith("chart"))
            .toList();
    assertThat(charts).hasSize(7);
    for (Element chart : charts) {
      List<Element> pictures =
          Page.within(chart, "svg").stream()
              .filter(svg -> svg.getAttribute("class").equals("plot"))
              .toList();
      assertThat(pictures).hasSize(2);
      assertThat(pictures)
          .allMatch(svg -> svg.getAttribute("role").equals("img"))
          .allMatch(svg -> svg.getAttribute("aria-label").length() > 40);
      Element numbers = Page.within(chart, "details").get(0);
      assertThat(Page.within(numbers, "td")).isNotEmpty();
    }
  }

  @Test
  void everyOtherPictureIsHiddenFromScreenReaders() {
    assertThat(PAGE.elements("svg"))
        .allMatch(
            svg ->
                svg.getAttribute("class").equals("plot")
                    || svg.getAttribute("aria-hidden").equals("true"));
  }

  @Test
  void coloursComeFromTheStyleSheetAlone() {
    String pictures = String.join("", HTML.split("(?s)<style>.*</style>", -1));
    assertThat(pictures).doesNotContain("rgb(", "currentColor", "#0b00");
    assertThat(pictures).contains("fill:var(--s0)", "stroke:var(--s1)", "fill:var(--on-a10)");
  }

  @Test
  void theNamesOfTheDataStandInThePictures() {
    List<String> texts = PAGE.elements("text").stream().map(Element::getTextContent).toList();
    assertThat(texts)
        .contains("Abt-Buy", "Amazon-Google", "F1 (%)", "Tested on", "gpt-4o zero-shot", "0.2");
  }
}
