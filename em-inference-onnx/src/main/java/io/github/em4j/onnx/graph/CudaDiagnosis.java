package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says what a machine lacks for CUDA, from what can be seen of it and from what ONNX Runtime said.
 *
 * @param platform operating system and processor
 * @param provider whether the ONNX Runtime on the class path was built with CUDA
 * @param driver the first line of the NVIDIA driver's version, where one is loaded
 * @param driverLibrary whether the driver's library is there
 * @param devices how many GPUs the driver knows, where it says so
 */
record CudaDiagnosis(
    String platform,
    boolean provider,
    Optional<String> driver,
    boolean driverLibrary,
    OptionalInt devices) {
  private static final String CPU_ARTIFACT = "com.microsoft.onnxruntime:onnxruntime";
  private static final String GPU_ARTIFACT = "com.microsoft.onnxruntime:onnxruntime_gpu";

  /** What onnxruntime_gpu 1.28 is linked against. */
  private static final String NEEDS = "CUDA 12 and cuDNN 9";

  private static final Path DRIVER = Path.of("/proc/driver/nvidia");
  private static final List<String> LIBRARY_FOLDERS =
      List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib64", "/usr/lib/wsl/lib");

  /** How the dynamic linker of Linux names a library that it does not find. */
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("(lib[\\w.+-]*?)\\.so((?:\\.\\d+)*): cannot open shared object file");

  private static final Pattern CUDA_ERROR = Pattern.compile("CUDA (?:failure|error) (\\d+)");

  static CudaDiagnosis ofThisMachine() {
    return new CudaDiagnosis(
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        driverVersion(),
        hasDriverLibrary(),
        deviceCount());
  }

  private static Optional<String> driverVersion() {
    try (Stream<String> lines = Files.lines(DRIVER.resolve("version"))) {
      return lines.findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static OptionalInt deviceCount() {
    try (Stream<Path> devices = Files.list(DRIVER.resolve("gpus"))) {
      return OptionalInt.of(Math.toIntExact(devices.count()));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static boolean hasDriverLibrary() {
    if (File.separatorChar == '\\') {
      String windows = System.getenv("SystemRoot");
      return windows != null && Files.exists(Path.of(windows, "System32", "nvcuda.dll"));
    }
    List<String> folders = new ArrayList<>(LIBRARY_FOLDERS);
    String more = System.getenv("LD_LIBRARY_PATH");
    if (more != null) {
      folders.addAll(Stream.of(more.split(":")).filter(folder -> !folder.isEmpty()).toList());
    }
    return folders.stream().anyMatch(folder -> Files.exists(Path.of(folder, "libcuda.so.1")));
  }

  /**
   * What to do about a failure.
   *
   * @param device the number asked for
   * @param failure what ONNX Runtime said
   */
  String explain(int device, String failure) {
    return "CUDA device " + device + " cannot be used: " + reason(device, failure);
  }

  private String reason(int device, String failure) {
    if (!provider) {
      return withoutProvider();
    }
    Matcher library = MISSING_LIBRARY.matcher(failure);
    if (library.find()) {
      return missing(requireNonNull(library.group(1)), requireNonNull(library.group(2)));
    }
    if (isDriverMissing()) {
      return noDriver() + "; ONNX Runtime says: " + failure;
    }
    String error = cudaError(failure);
    if (error.equals("101") || failure.contains("invalid device ordinal") || isBeyond(device)) {
      return "there is no such device; %s, counted from 0; ONNX Runtime says: %s"
          .formatted(
              devices.isPresent()
                  ? "the driver knows " + devices.getAsInt()
                  : "nvidia-smi lists those there are",
              failure);
    }
    if (error.equals("35") || failure.contains("driver version is insufficient")) {
      return "the NVIDIA driver is too old for %s; found %s; ONNX Runtime says: %s"
          .formatted(NEEDS, driver.orElse("an unknown version"), failure);
    }
    if (error.equals("100") || failure.contains("no CUDA-capable device")) {
      return "the NVIDIA driver sees no device (CUDA_VISIBLE_DEVICES may hide it); ONNX Runtime"
          + " says: "
          + failure;
    }
    if (failure.contains("LoadLibrary failed")) {
      return "a library of %s is not on the PATH; ONNX Runtime says: %s".formatted(NEEDS, failure);
    }
    return failure;
  }

  private String withoutProvider() {
    String lower = platform.toLowerCase(Locale.ROOT);
    boolean published =
        (lower.startsWith("linux") || lower.startsWith("windows")) && lower.endsWith("64");
    if (!published || lower.endsWith("aarch64")) {
      return "ONNX Runtime for Java has CUDA on Linux x64 and Windows x64, found " + platform;
    }
    return "the ONNX Runtime on the class path computes on the CPU alone. Replace %s by %s of the same version (not both); it needs %s%s"
        .formatted(
            CPU_ARTIFACT,
            GPU_ARTIFACT,
            NEEDS,
            isDriverMissing() ? ", and here " + noDriver() : " and an NVIDIA driver");
  }

  private String missing(String name, String version) {
    if (name.equals("libcuda")) {
      return noDriver();
    }
    return "the library %s.so%s is missing: %s needs %s on LD_LIBRARY_PATH or known to ldconfig%s"
        .formatted(
            name,
            version,
            GPU_ARTIFACT,
            NEEDS,
            isDriverMissing() ? ". Besides, " + noDriver() : "");
  }

  private boolean isDriverMissing() {
    return driver.isEmpty() && !driverLibrary;
  }

  private static String noDriver() {
    return "no NVIDIA driver is found (neither "
        + DRIVER.resolve("version")
        + " nor libcuda.so.1, nvcuda.dll on Windows)";
  }

  private boolean isBeyond(int device) {
    return devices.isPresent() && device >= devices.getAsInt();
  }

  private static String cudaError(String failure) {
    Matcher matcher = CUDA_ERROR.matcher(failure);
    return matcher.find() ? requireNonNull(matcher.group(1)) : "";
  }
}
