package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the processor multiplies 8-bit integers right. On x86 without VNNI, ONNX Runtime adds
 * pairs of products in 16 bits, where they overflow without a word.
 *
 * @param architecture as the system property {@code os.arch} names it
 * @param flags what the processor says it can do, where the system tells
 */
record Int8Support(String architecture, Optional<String> flags) {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  static Int8Support ofThisMachine() {
    Optional<String> flags = Optional.empty();
    try (Stream<String> lines = Files.lines(PROCESSOR)) {
      flags = lines.filter(line -> line.startsWith("flags")).findFirst();
    } catch (IOException e) {
      // Not Linux.
    }
    return new Int8Support(System.getProperty("os.arch"), flags);
  }

  /**
   * Refuses a processor that is known to lack what is needed.
   *
   * @throws EntityMatchingException if scores could be wrong
   */
  void require() {
    boolean x86 = architecture.toLowerCase(Locale.ROOT).matches("amd64|x86_64|x86");
    if (x86 && flags.isPresent() && !hasVnni(flags.get())) {
      throw new EntityMatchingException(
          "INT8 needs a processor with VNNI (AVX512_VNNI or AVX_VNNI), which this one does not list:"
              + " its 8-bit products would overflow; FP32 computes on any");
    }
  }

  private static boolean hasVnni(String flags) {
    return Arrays.stream(flags.split("\\s+"))
        .anyMatch(flag -> flag.equals("avx512_vnni") || flag.equals("avx_vnni"));
  }
}
