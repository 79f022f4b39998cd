package io.github.em4j.onnx.graph;

import io.github.em4j.onnx.checkpoint.TensorType;

/** The type of a tensor's numbers, with its code in the ONNX format. */
public enum ElementType {
  /** IEEE 754 single precision. */
  FLOAT(1, 4),
  /** Unsigned 8-bit integer. */
  UINT8(2, 1),
  /** Signed 8-bit integer. */
  INT8(3, 1),
  /** Signed 32-bit integer. */
  INT32(6, 4),
  /** Signed 64-bit integer. */
  INT64(7, 8),
  /** Truth value. */
  BOOL(9, 1),
  /** IEEE 754 half precision. */
  FLOAT16(10, 2),
  /** IEEE 754 double precision. */
  DOUBLE(11, 8),
  /** The upper half of a single-precision number. */
  BFLOAT16(16, 2);

  private final int onnxCode;
  private final int bytes;

  ElementType(int onnxCode, int bytes) {
    this.onnxCode = onnxCode;
    this.bytes = bytes;
  }

  /**
   * The type of a checkpoint's tensor.
   *
   * @param stored how the checkpoint writes it
   * @return the same type in ONNX
   */
  public static ElementType of(TensorType stored) {
    return switch (stored) {
      case F32 -> FLOAT;
      case F16 -> FLOAT16;
      case BF16 -> BFLOAT16;
    };
  }

  /**
   * The value of {@code TensorProto.DataType}.
   *
   * @return the code of the ONNX specification
   */
  public int onnxCode() {
    return onnxCode;
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
   * Whether the numbers have a fraction.
   *
   * @return true for the four floating-point types
   */
  public boolean isFloatingPoint() {
    return this == FLOAT || this == FLOAT16 || this == DOUBLE || this == BFLOAT16;
  }
}
