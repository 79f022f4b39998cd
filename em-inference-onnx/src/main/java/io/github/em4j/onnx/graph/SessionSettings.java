package io.github.em4j.onnx.graph;

/**
 * How ONNX Runtime runs a graph.
 *
 * @param threads how many threads compute one operator; 0 for one per core
 * @param spinning whether they wait for work in a loop: a little faster on idle cores, up to four
 *     times slower on shared ones
 * @param prepacking whether weights are copied into the layout that the kernels like best; costs
 *     memory and time when a session opens
 */
public record SessionSettings(int threads, boolean spinning, boolean prepacking) {

  /**
   * Checks the threads.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public SessionSettings {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be at least 0, found " + threads);
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
