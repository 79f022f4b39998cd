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
}
