package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All 65,536 patterns of both 16-bit types, against their definitions. */
final class TensorTypeTest {

  @Test
  void everyHalfMeansWhatItsFieldsSay() {
    forEveryPattern(
        bits -> {
          int exponent = bits >> 10 & 31;
          int fraction = bits & 1023;
          double magnitude =
              exponent == 31
                  ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                  : exponent == 0
                      ? Math.scalb((double) fraction, -24)
                      : Math.scalb(1024.0 + fraction, exponent - 25);
          double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;
          // floatToIntBits makes all NaNs one and holds 0.0 and -0.0 apart.
          assertThat(Float.floatToIntBits(TensorType.F16.toFloat(bits)))
              .isEqualTo(Float.floatToIntBits((float) expected));
        });
  }

  @Test
  void everySixteenBitNumberSurvivesWideningAndNarrowing() {
    forEveryPattern(
        bits -> {
          for (TensorType type : new TensorType[] {TensorType.F16, TensorType.BF16}) {
            float wide = type.toFloat(bits);
            int back = type.toBits(wide);
            if (Float.isNaN(wide)) {
              assertThat(type.toFloat(back)).isNaN();
            } else {
              assertThat(back).isEqualTo(bits);
            }
          }
        });
  }

  @Test
  void narrowingTakesTheNearestAndTheEvenOneOfTwo() {
    // Neighbours of the same sign: the middle goes to the even one, one step off it to the nearer.
    for (TensorType type : new TensorType[] {TensorType.F16, TensorType.BF16}) {
      int infinity = type.toBits(Float.POSITIVE_INFINITY);
      for (int bits = 0; bits < infinity - 1; bits++) {
        double low = type.toFloat(bits);
        double high = type.toFloat(bits + 1);
        float middle = (float) ((low + high) / 2);
        int even = (bits & 1) == 0 ? bits : bits + 1;
        assertThat(type.toBits(middle)).isEqualTo(even);
        assertThat(type.toBits(-middle)).isEqualTo(even | 0x8000);
        if (middle - low > Float.MIN_VALUE) {
          assertThat(type.toBits(Math.nextDown(middle))).isEqualTo(bits);
        }
        if (high - middle > Float.MIN_VALUE) {
          assertThat(type.toBits(Math.nextUp(middle))).isEqualTo(bits + 1);
        }
      }
    }
  }

  @Test
  void whatIsAboveTheRangeBecomesInfinite() {
    assertThat(TensorType.F16.toBits(65519.996f)).isEqualTo(0x7BFF);
    assertThat(TensorType.F16.toBits(65520f)).isEqualTo(0x7C00);
    assertThat(TensorType.F16.toBits(-Float.MAX_VALUE)).isEqualTo(0xFC00);
    assertThat(TensorType.BF16.toBits(Float.MAX_VALUE)).isEqualTo(0x7F80);
  }

  private static void forEveryPattern(java.util.function.IntConsumer check) {
    IntStream.range(0, 1 << 16).forEach(check);
  }
}
