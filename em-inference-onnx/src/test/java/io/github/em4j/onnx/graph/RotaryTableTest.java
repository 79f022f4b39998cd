package io.github.em4j.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RotaryTableTest {
  /** Half the distance of the floats below 1, and a little for the angle itself. */
  private static final double ROUNDING = 0x1p-25 + 1e-10;

  private static LlamaConfig config(boolean stretched) {
    return TinyModel.config(Architecture.LLAMA, stretched, false);
  }

  @ParameterizedTest
  @CsvSource({"false, 100001", "true, 100001", "true, 64", "false, 5"})
  void everyNumberIsTheRoundedFunctionOfItsAngle(boolean stretched, int positions) {
    double[] frequencies = RotaryTable.frequencies(config(stretched));
    RotaryTable table = RotaryTable.of(config(stretched), positions);
    double largest = 0;
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < frequencies.length; i++) {
        int at = Float.BYTES * (position * frequencies.length + i);
        double angle = position * frequencies[i];
        largest = Math.max(largest, Math.abs(table.cosines().getFloat(at) - Math.cos(angle)));
        largest = Math.max(largest, Math.abs(table.sines().getFloat(at) - Math.sin(angle)));
      }
    }
    assertThat(largest).isLessThan(ROUNDING);
    assertThat(table.sines().remaining()).isEqualTo(Float.BYTES * positions * frequencies.length);
  }

  @Test
  void graphsOverTheSameWeightsShareOne() {
    LlamaWeights weights = LlamaWeights.of(Map.of());
    RotaryTable table = weights.rotation(config(false), 40);
    assertThat(weights.rotation(config(false), 40)).isSameAs(table);
    assertThat(weights.rotation(config(false), 41)).isNotSameAs(table);
    assertThat(weights.rotation(config(true), 40)).isNotSameAs(table);
  }

  @Test
  void oneThatIsTooLargeIsRefusedWithWhatIsAllowed() {
    assertThatThrownBy(() -> RotaryTable.of(config(false), 1 << 26))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage(
            "the rotary tables of 67108864 positions take over 2 GiB each; the context must be at"
                + " most 67108863");
  }
}
