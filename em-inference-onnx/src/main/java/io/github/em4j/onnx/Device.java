package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.SessionSettings;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What computes: the CPU, or a GPU of NVIDIA. Immutable.
 *
 * <pre>{@code
 * Device gpu = Device.cuda(0).withMemoryLimit(20L << 30);
 * }</pre>
 */
public final class Device {
  private static final Device CPU = new Device(OptionalInt.empty(), OptionalLong.empty());
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,4}))?");

  private final OptionalInt cudaId;
  private final OptionalLong memoryLimit;

  private Device(OptionalInt cudaId, OptionalLong memoryLimit) {
    this.cudaId = cudaId;
    this.memoryLimit = memoryLimit;
  }

  /**
   * The CPU.
   *
   * @return the device
   */
  public static Device cpu() {
    return CPU;
  }

  /**
   * A GPU. Whether it is there shows when a model is built.
   *
   * @param id its number, counted from 0 as CUDA counts
   * @return the device, without a limit of its memory
   * @throws IllegalArgumentException if the number is negative
   */
  public static Device cuda(int id) {
    if (id < 0) {
      throw new IllegalArgumentException("CUDA devices are counted from 0, found " + id);
    }
    return new Device(OptionalInt.of(id), OptionalLong.empty());
  }

  /**
   * Reads a device as people write it.
   *
   * @param text {@code cpu}, {@code cuda} (device 0) or {@code cuda:1}
   * @return the device
   * @throws IllegalArgumentException if the text is something else
   */
  public static Device parse(String text) {
    if (requireNonNull(text, "text").equals("cpu")) {
      return CPU;
    }
    Matcher matcher = CUDA.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a device is 'cpu', 'cuda' or 'cuda:' and a number, found '" + text + "'");
    }
    return cuda(matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)));
  }

  /**
   * Limits the memory of a GPU that one session may take for weights and activations. A model has
   * at most two sessions, each with weights of its own: one scores, and one writes text, greedy or
   * drawn, which opens when the first text is asked for. Together they take up to twice the limit;
   * what CUDA itself needs comes on top.
   *
   * @param bytes at least 1
   * @return the same device with that limit
   * @throws IllegalArgumentException if this is the CPU or the limit is smaller than 1
   */
  public Device withMemoryLimit(long bytes) {
    if (!isCuda()) {
      throw new IllegalArgumentException("the memory of the CPU cannot be limited");
    }
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "the memory limit must be at least 1 byte, found " + bytes);
    }
    return new Device(cudaId, OptionalLong.of(bytes));
  }

  /**
   * Whether this is a GPU.
   *
   * @return false for the CPU
   */
  public boolean isCuda() {
    return cudaId.isPresent();
  }

  /**
   * The number of the GPU.
   *
   * @return counted from 0; empty for the CPU
   */
  public OptionalInt cudaId() {
    return cudaId;
  }

  /**
   * How much memory of the GPU a session may take.
   *
   * @return in bytes; empty without a limit
   */
  public OptionalLong memoryLimit() {
    return memoryLimit;
  }

  SessionSettings settings(int threads, boolean spinning, boolean prepacking) {
    var onCpu = new SessionSettings(threads, spinning, prepacking);
    return cudaId.isEmpty()
        ? onCpu
        : onCpu.on(new SessionSettings.Cuda(cudaId.getAsInt(), memoryLimit));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Device that
        && cudaId.equals(that.cudaId)
        && memoryLimit.equals(that.memoryLimit);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cudaId, memoryLimit);
  }

  /** As {@link #parse} reads it, and the limit of memory where there is one. */
  @Override
  public String toString() {
    if (!isCuda()) {
      return "cpu";
    }
    String limit = memoryLimit.isPresent() ? " (" + memoryLimit.getAsLong() + " bytes)" : "";
    return "cuda:" + cudaId.getAsInt() + limit;
  }
}
