package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LearningCurveCommandTest {
  @TempDir private Path folder;

  private static Program curve(String sizes, String strategies, String... more) {
    return Program.run(
        Stream.concat(
                Stream.of("learning-curve", "--sizes", sizes, "--strategies", strategies),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void comparesStrategiesOnWhatShips() {
    Program program = curve("60,120", "random,error-filter");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("F1 per 100 labels")
        .contains("The best F1 is")
        .doesNotContain("cost");
    assertThat(program.out().lines().filter(line -> line.startsWith("random"))).hasSize(2);
    assertThat(program.out().lines().filter(line -> line.startsWith("error-filter"))).hasSize(2);
    assertThat(program.err())
        .contains("Pool: 2,000 pairs of synthetic-products; F1 on test")
        .contains("Training the judge on 500 pairs to validate");
  }

  @Test
  void tellsWhatLabelsCostAndGoesOnWhereItStopped() {
    String[] priced = {
      "--label-cost", "0.5", "--currency", "EUR", "--out", folder.toString(), "--json", "-"
    };
    JsonNode first = curve("60", "random", priced).json();
    assertThat(first.get("points")).hasSize(1);
    JsonNode point = first.get("points").get(0);
    assertThat(point.get("cost").asDouble()).isEqualTo(30);
    Program more = curve("60", "random,distinct", priced);
    assertThat(more.json().get("points")).hasSize(2).contains(point);
    assertThat(more.err())
        .containsOnlyOnce("random, 60 pairs: F1")
        .containsPattern("random, 60 pairs: F1 .*, done before")
        .contains("distinct, 60 pairs ...");
  }

  @Test
  void measuresOnHalfOfTheValidationSplit() {
    Program program = curve("60", "random", "--on-validation");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).contains("F1 on half of valid");
  }

  @Test
  void refusesNamesThatItDoesNotKnow() {
    Program learner = Program.run("learning-curve", "--learner", "llama");
    assertThat(learner.status()).isEqualTo(2);
    assertThat(learner.err()).contains("--learner must be classical or llama-tiny, found 'llama'");
    Program strategy = Program.run("learning-curve", "--strategies", "random,best");
    assertThat(strategy.status()).isEqualTo(2);
    assertThat(strategy.err()).contains("found 'best'");
  }
}
