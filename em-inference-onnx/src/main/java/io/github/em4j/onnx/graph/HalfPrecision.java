package io.github.em4j.onnx.graph;

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
final class HalfPrecision {
  private static final int EXPONENT = 0x1F;
  private static final int FRACTION = 0x3FF;

  private HalfPrecision() {}

  static float toFloat(short bits) {
    int exponent = (bits >> 10) & EXPONENT;
    int fraction = bits & FRACTION;
    float magnitude;
    if (exponent == EXPONENT) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else {
      magnitude = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
