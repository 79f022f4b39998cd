package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.MatchDecision;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Evaluator;
import io.github.em4j.evaluation.Score;
import io.github.em4j.training.baseline.BaselineMatcher;
import io.github.em4j.training.baseline.BaselineTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README promises. */
final class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("em4j.root", ".."));

  @Test
  void theTenLinesDoWhatTheySay() {
    Dataset data = SyntheticBenchmark.products().build().generate();
    try (BaselineMatcher matcher = new BaselineTrainer().train(data)) {
      EvaluationReport report = Evaluator.DEFAULTS.evaluate(matcher, data.require(Dataset.TEST));
      assertThat(report.interval(Score.F1).estimate()).isGreaterThan(0.7);

      var left =
          EntityDescription.of("1")
              .with("title", "Beldyne Tidal GU 150 angle grinder 900 W")
              .with("price", "149.00");
      var right = EntityDescription.of("2").with("title", "beldyne gu150 grinder, 900 watt");
      MatchDecision decision = matcher.match(new CandidatePair(left, right));
      assertThat(decision.matchProbability()).isPresent();
      assertThat(decision.isMatch()).isTrue();
    }
  }

  @Test
  void ciRunsTheTestCommandOfTheReadme() throws IOException {
    String command = "mvn -B verify";
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).contains("    " + command);
    assertThat(Files.readAllLines(ROOT.resolve(".ci/run"))).contains(command);
  }
}
