package io.github.em4j.onnx.checkpoint;

/** IEEE 754 half precision (binary16): 1 sign bit, 5 bits of exponent, 10 of fraction. */
final class HalfPrecision {
  private static final int FLOAT_INFINITY = 0x7F80_0000;
  private static final int BIAS_DIFFERENCE = 127 - 15;
  private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

  private HalfPrecision() {}

  static float toFloat(int bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0) {
      float magnitude = fraction * SMALLEST_SUBNORMAL;
      return sign == 0 ? magnitude : -magnitude;
    }
    int widened = exponent == 0x1F ? FLOAT_INFINITY : (exponent + BIAS_DIFFERENCE) << 23;
    return Float.intBitsToFloat(sign | widened | fraction << 13);
  }

  /** Rounds to the nearest, ties to even; what lies above the range becomes infinite. */
  static int fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7FFF_FFFF;
    if (magnitude > FLOAT_INFINITY) {
      // Bit 9 makes it quiet and keeps a payload of zeros from turning it into infinity.
      return sign | 0x7E00 | (magnitude >>> 13 & 0x3FF);
    }
    float absolute = Float.intBitsToFloat(magnitude);
    if (absolute >= 0x1.ffep15f) {
      return sign | 0x7C00;
    }
    if (absolute < 0x1p-14f) {
      // The product is exact: it only shifts the exponent. rint rounds ties to even.
      return sign | (int) Math.rint(absolute * 0x1p24);
    }
    int odd = magnitude >>> 13 & 1;
    return sign | ((magnitude - (BIAS_DIFFERENCE << 23) + 0xFFF + odd) >>> 13);
  }
}
