package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandardHalfPrecisionTest {

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0x0.0p0",
    "0x3C00, 0x1p0",
    "0xC000, -0x1p1",
    "0x3555, 0x1.554p-2",
    "0x7BFF, 0x1.ffcp15",
    "0x0400, 0x1p-14",
    "0x0001, 0x1p-24",
    "0x83FF, -0x1.ff8p-15"
  })
  void readsTheNumbersOfTheStandard(String bits, String expected) {
    assertThat(TensorType.F16.toFloat(Integer.decode(bits))).isEqualTo(Float.parseFloat(expected));
  }

  @Test
  void readsWhatIsNoNumber() {
    assertThat(TensorType.F16.toFloat(0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(TensorType.F16.toFloat(0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(TensorType.F16.toFloat(0x7E00)).isNaN();
  }
}
