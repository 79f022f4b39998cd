package io.github.em4j.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.em4j.EntityMatchingException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CudaDiagnosisTest {
  private static final String LINUX = "Linux amd64";
  private static final CudaDiagnosis WHOLE =
      new CudaDiagnosis(LINUX, true, Optional.of("NVRM 570.86"), true, OptionalInt.of(2));
  private static final CudaDiagnosis WITHOUT_DRIVER =
      new CudaDiagnosis(LINUX, true, Optional.empty(), false, OptionalInt.empty());

  private static String missing(String library) {
    return "Failed to load library libonnxruntime_providers_cuda.so with error: "
        + library
        + ": cannot open shared object file: No such file or directory";
  }

  @Test
  void namesTheArtifactThatHasCuda() {
    var cpuOnly =
        new CudaDiagnosis(LINUX, false, Optional.of("NVRM 570.86"), true, OptionalInt.of(1));
    assertThat(cpuOnly.explain(0, "no provider"))
        .isEqualTo(
            "CUDA device 0 cannot be used: the ONNX Runtime on the class path computes on the CPU"
                + " alone. Replace com.microsoft.onnxruntime:onnxruntime by"
                + " com.microsoft.onnxruntime:onnxruntime_gpu of the same version (not both); it"
                + " needs CUDA 12 and cuDNN 9 and an NVIDIA driver");
    var nothing = new CudaDiagnosis(LINUX, false, Optional.empty(), false, OptionalInt.empty());
    assertThat(nothing.explain(0, "no provider"))
        .contains("onnxruntime_gpu", "and here no NVIDIA driver is found");
  }

  @Test
  void saysWhereThereIsNoSuchArtifact() {
    for (String platform : new String[] {"Mac OS X aarch64", "Linux aarch64", "Linux x86"}) {
      var mac = new CudaDiagnosis(platform, false, Optional.empty(), false, OptionalInt.empty());
      assertThat(mac.explain(0, ""))
          .endsWith("has CUDA on Linux x64 and Windows x64, found " + platform);
    }
  }

  @Test
  void namesTheMissingLibraryAndTheVersionWanted() {
    assertThat(WHOLE.explain(0, missing("libcublasLt.so.12")))
        .contains("the library libcublasLt.so.12 is missing", "CUDA 12 and cuDNN 9")
        .doesNotContain("no NVIDIA driver");
    assertThat(WITHOUT_DRIVER.explain(0, missing("libcudnn.so.9")))
        .contains("the library libcudnn.so.9 is missing", "Besides, no NVIDIA driver is found");
    assertThat(WHOLE.explain(0, "LoadLibrary failed with error 126"))
        .contains("a library of CUDA 12 and cuDNN 9 is not on the PATH", "error 126");
  }

  @Test
  void saysThatTheDriverIsMissing() {
    assertThat(WITHOUT_DRIVER.explain(0, missing("libcuda.so.1")))
        .endsWith(
            "no NVIDIA driver is found (neither /proc/driver/nvidia/version nor libcuda.so.1,"
                + " nvcuda.dll on Windows)");
    assertThat(WITHOUT_DRIVER.explain(0, "CUDA failure 35: driver version is insufficient"))
        .contains("no NVIDIA driver is found")
        .endsWith("CUDA failure 35: driver version is insufficient");
  }

  @Test
  void saysThatTheDriverIsTooOld() {
    assertThat(
            WHOLE.explain(
                0,
                "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ;"
                    + " GPU=0"))
        .contains("too old for CUDA 12", "found NVRM 570.86");
  }

  @Test
  void saysHowManyDevicesThereAre() {
    assertThat(WHOLE.explain(7, "CUDA failure 101: invalid device ordinal ; GPU=7"))
        .startsWith("CUDA device 7 cannot be used: there is no such device; the driver knows 2");
    var uncounted = new CudaDiagnosis(LINUX, true, Optional.of("NVRM"), true, OptionalInt.empty());
    assertThat(uncounted.explain(7, "CUDA failure 101: invalid device ordinal"))
        .contains("there is no such device; nvidia-smi lists");
    assertThat(WHOLE.explain(0, "CUDA failure 100: no CUDA-capable device is detected"))
        .contains("CUDA_VISIBLE_DEVICES");
  }

  @Test
  void passesOnWhatItDoesNotKnow() {
    assertThat(WHOLE.explain(0, "out of memory"))
        .isEqualTo("CUDA device 0 cannot be used: out of memory");
  }

  @Test
  void aSessionOnCudaIsRefusedWhereThereIsNone() {
    assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA));
    SessionSettings settings =
        SessionSettings.mapped().on(new SessionSettings.Cuda(0, OptionalLong.empty()));
    assertThatThrownBy(() -> GraphSession.requireDevice(settings))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageStartingWith("CUDA device 0 cannot be used: ");
  }
}
