package io.github.em4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReportFormatTest {

  @Test
  void markdownIsAsRecorded() throws IOException {
    assertThat(ReportFormat.MARKDOWN.render(SampleReport.brief())).isEqualTo(golden("brief.md"));
  }

  @Test
  void latexIsAsRecorded() throws IOException {
    assertThat(ReportFormat.LATEX.render(SampleReport.brief())).isEqualTo(golden("brief.tex"));
  }

  @Test
  void jsonIsAsRecorded() throws IOException {
    assertThat(ReportFormat.JSON.render(SampleReport.brief())).isEqualTo(golden("brief.json"));
  }

  @Test
  void htmlWithoutStylesAndPicturesIsAsRecorded() throws IOException {
    assertThat(skeleton(ReportFormat.HTML.render(SampleReport.brief())))
        .isEqualTo(golden("brief.html"));
  }

  @ParameterizedTest
  @EnumSource
  void theSameReportGivesTheSameBytes(ReportFormat format) {
    assertThat(format.render(SampleReport.brief())).isEqualTo(format.render(SampleReport.brief()));
  }

  @Test
  void aFileHoldsWhatIsRendered(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.md");
    ReportFormat.MARKDOWN.write(SampleReport.brief(), file);
    assertThat(Files.readString(file))
        .isEqualTo(ReportFormat.MARKDOWN.render(SampleReport.brief()));
  }

  /** The page without what is drawn and coloured. */
  static String skeleton(String html) {
    return html.replaceAll("(?s)<style>.*?</style>", "<style/>")
        .replaceAll("(?s)<svg [^>]*?(aria-[a-z]+=\"[^\"]*\")[^>]*>.*?</svg>", "<svg $1/>");
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ReportFormatTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
