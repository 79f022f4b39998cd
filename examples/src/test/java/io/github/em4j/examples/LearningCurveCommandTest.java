package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LearningCurveCommandTest {
  @TempDir private Path folder;

  private Program curve(String... more) {
    String[] all = new String[more.length + 5];
    all[0] = "learning-curve";
    all[1] = "--sizes";
    all[2] = "100,300";
    all[3] = "--strategies";
    all[4] = "random,distinct";
    System.arraycopy(more, 0, all, 5, more.length);
    return Program.run(all);
  }

  @Test
  void comparesStrategiesOnWhatShips() {
    Program program = curve();
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("F1 per 100 labels")
        .contains("The best F1 is")
        .doesNotContain("cost");
    assertThat(program.out().lines().filter(line -> line.startsWith("random"))).hasSize(2);
    assertThat(program.err()).contains("Pool: 2,000 pairs of synthetic-products; F1 on test");
  }

  @Test
  void tellsWhatLabelsCostAndGoesOnWhereItStopped() {
    String[] priced = {
      "--label-cost", "0.5", "--currency", "EUR", "--out", folder.toString(), "--json", "-"
    };
    JsonNode first = curve(priced).json();
    assertThat(first.get("points")).hasSize(4);
    JsonNode point = first.get("points").get(0);
    assertThat(point.get("cost").asDouble()).isEqualTo(50);
    Program again = curve(priced);
    assertThat(again.json()).isEqualTo(first);
    assertThat(again.err()).contains("random, 100 pairs: F1").contains(", done before");
  }

  @Test
  void measuresOnHalfOfTheValidationSplit() {
    Program program = curve("--on-validation");
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
