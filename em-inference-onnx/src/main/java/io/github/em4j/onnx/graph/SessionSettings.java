package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How ONNX Runtime runs a graph.
 *
 * @param threads how many threads compute one operator; 0 for one per core
 * @param spinning whether they wait for work in a loop: a little faster on idle cores, up to four
 *     times slower on shared ones
 * @param prepacking whether weights are copied into the layout that the kernels like best; costs
 *     memory and time when a session opens
 * @param memoryPattern whether a run takes all the memory that it will need at once, planned from
 *     the first run; costs memory where activations are large
 * @param cuda the GPU that computes; empty for the CPU alone
 */
public record SessionSettings(
    int threads, boolean spinning, boolean prepacking, boolean memoryPattern, Optional<Cuda> cuda) {

  /**
   * Checks the threads.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public SessionSettings {
    requireNonNull(cuda, "cuda");
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be at least 0, found " + threads);
    }
  }

  /**
   * On the CPU, with planned memory.
   *
   * @param threads how many threads compute one operator; 0 for one per core
   * @param spinning whether they wait for work in a loop
   * @param prepacking whether weights are copied into the layout that the kernels like best
   */
  public SessionSettings(int threads, boolean spinning, boolean prepacking) {
    this(threads, spinning, prepacking, true);
  }

  /**
   * On the CPU.
   *
   * @param threads how many threads compute one operator; 0 for one per core
   * @param spinning whether they wait for work in a loop
   * @param prepacking whether weights are copied into the layout that the kernels like best
   * @param memoryPattern whether a run takes all the memory that it will need at once
   */
  public SessionSettings(int threads, boolean spinning, boolean prepacking, boolean memoryPattern) {
    this(threads, spinning, prepacking, memoryPattern, Optional.empty());
  }

  /**
   * The same settings on a GPU.
   *
   * @param gpu which one
   * @return new settings
   */
  public SessionSettings on(Cuda gpu) {
    return new SessionSettings(threads, spinning, prepacking, memoryPattern, Optional.of(gpu));
  }

  /**
   * A GPU.
   *
   * @param device its number, counted from 0 as CUDA counts
   * @param memoryLimit how many bytes of its memory a session may take for weights and activations;
   *     empty for as many as there are
   * @param inLargePieces whether memory for activations is taken in ever larger pieces, of which
   *     runs over other numbers of tokens take what they need, or exactly what is asked for, which
   *     later runs can use again only for tensors of that size; weights take what they need
   */
  public record Cuda(int device, OptionalLong memoryLimit, boolean inLargePieces) {

    /**
     * A GPU whose memory is taken as it is asked for.
     *
     * @param device its number, counted from 0 as CUDA counts
     * @param memoryLimit how many bytes of its memory a session may take; empty for as many as
     *     there are
     */
    public Cuda(int device, OptionalLong memoryLimit) {
      this(device, memoryLimit, false);
    }

    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException if the device is negative or the limit not positive
     */
    public Cuda {
      if (device < 0) {
        throw new IllegalArgumentException(
            "a CUDA device is counted from 0, found number " + device);
      }
      if (memoryLimit.isPresent() && memoryLimit.getAsLong() < 1) {
        throw new IllegalArgumentException(
            "the memory limit must be at least 1 byte, found " + memoryLimit.getAsLong());
      }
    }
  }

  /**
   * One thread per core, no spinning, weights used where they are mapped.
   *
   * @return the settings for full precision on a CPU
   */
  public static SessionSettings mapped() {
    return new SessionSettings(0, false, false);
  }
}
