package io.github.em4j.onnx.checkpoint;

/** bfloat16: the upper half of a single-precision number. */
final class BrainFloat {
  private BrainFloat() {}

  static float toFloat(int bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** Rounds to the nearest, ties to even. */
  static int fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return bits >>> 16 | 0x40;
    }
    return (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
  }
}
