package io.github.em4j.onnx.checkpoint;

/** How the numbers of a stored tensor are written: the types of safetensors that em4j reads. */
public enum TensorType {
  /** IEEE 754 single precision, little-endian. */
  F32(4),
  /** IEEE 754 half precision, little-endian. */
  F16(2),
  /** The upper half of a single-precision number, little-endian. */
  BF16(2);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of one number.
   *
   * @return in bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Widens one number to single precision.
   *
   * @param bits its bits as they are stored; the upper half is ignored for the 16-bit types
   * @return exactly the same number
   */
  public float toFloat(int bits) {
    return switch (this) {
      case F32 -> Float.intBitsToFloat(bits);
      case F16 -> HalfPrecision.toFloat(bits & 0xFFFF);
      case BF16 -> BrainFloat.toFloat(bits & 0xFFFF);
    };
  }

  /**
   * Narrows a number to this type: to the nearest, ties to even, infinite above the range.
   *
   * @param value a number, may be NaN or infinite
   * @return its bits; the upper half is zero for the 16-bit types
   */
  public int toBits(float value) {
    return switch (this) {
      case F32 -> Float.floatToRawIntBits(value);
      case F16 -> HalfPrecision.fromFloat(value);
      case BF16 -> BrainFloat.fromFloat(value);
    };
  }
}
