package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.onnx.graph.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DropoutNoiseTest {
  private static final int BEGINNINGS = 1 << 20;

  @Test
  void theRowIsAsLongAsTheRunNeedsAndBeginsLikeALongerOne() {
    DropoutNoise noise = new DropoutNoise(7, 0.25, 3, 16);
    float[] longer = row(noise, 100);
    float[] shorter = row(noise, 10);
    assertThat(longer).hasSize(BEGINNINGS + 1600).containsOnly(0, 4 / 3f);
    assertThat(shorter).isEqualTo(Arrays.copyOf(longer, BEGINNINGS + 160));
  }

  @Test
  void aRunMayHaveAsManyTokensAsABufferHasNumbersFor() {
    assertThat(new DropoutNoise(7, 0.1, 4, 14_336).mostTokens()).isEqualTo(37_375);
    assertThat(new DropoutNoise(7, 0, 0, 0).mostTokens()).isEqualTo(Integer.MAX_VALUE);
  }

  private static float[] row(DropoutNoise noise, int tokens) {
    Map<String, HostTensor> inputs = new HashMap<>();
    noise.addTo(inputs, tokens, 1);
    return requireNonNull(inputs.get(Dropout.NOISE)).floats();
  }
}
