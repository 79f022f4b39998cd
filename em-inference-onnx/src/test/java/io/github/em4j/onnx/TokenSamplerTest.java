package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.GenerationOptions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TokenSamplerTest {
  private static final float[] LOGITS = {
    (float) Math.log(0.1), (float) Math.log(0.5), (float) Math.log(0.1), (float) Math.log(0.3)
  };

  private static double[] shares(double temperature, double topP) {
    var options = GenerationOptions.builder().temperature(temperature).topP(topP).seed(11).build();
    var sampler = new TokenSampler(options);
    double draws = 20_000;
    double[] counts = new double[LOGITS.length];
    for (int i = 0; i < draws; i++) {
      counts[sampler.next(LOGITS)]++;
    }
    return Arrays.stream(counts).map(count -> count / draws).toArray();
  }

  @Test
  void drawsByProbability() {
    assertThat(shares(1, 1)).containsExactly(new double[] {0.1, 0.5, 0.1, 0.3}, within(0.015));
  }

  @Test
  void aHighTemperatureIsNearlyUniform() {
    assertThat(shares(1000, 1)).containsExactly(new double[] {.25, .25, .25, .25}, within(0.015));
  }

  @Test
  void theNucleusIsTheFewestTokensThatHaveTheShare() {
    assertThat(shares(1, 0.5)).containsExactly(0, 1, 0, 0);
    assertThat(shares(1, 0.51)).containsExactly(new double[] {0, .625, 0, .375}, within(0.015));
  }

  @Test
  void ofEquallyProbableTokensTheFirstIsInTheNucleus() {
    double[] shares = shares(1, 0.85);
    assertThat(shares[0]).isCloseTo(1 / 9.0, within(0.015));
    assertThat(shares[2]).isZero();
  }

  @Test
  void aTinyTemperatureIsGreedyWithoutOverflow() {
    assertThat(shares(1e-300, 1)).containsExactly(0, 1, 0, 0);
  }

  @Test
  void logitsThatAreNoNumbersAreRefused() {
    var sampler = new TokenSampler(GenerationOptions.DEFAULTS);
    assertThatThrownBy(() -> sampler.next(new float[] {Float.NaN, 1}))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage("the model gave no number as logit: NaN");
  }

  @Test
  void oneLogitThatIsNoNumberAmongOthersIsRefusedWhereATokenIsDrawn() {
    for (double topP : new double[] {0.5, 1}) {
      var sampler =
          new TokenSampler(GenerationOptions.builder().temperature(1).topP(topP).seed(1).build());
      assertThatThrownBy(() -> sampler.next(new float[] {2, Float.NaN, 1}))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessage("the model gave no number as logit: NaN");
    }
  }
}
