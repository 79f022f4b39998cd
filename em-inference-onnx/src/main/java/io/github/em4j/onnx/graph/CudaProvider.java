package io.github.em4j.onnx.graph;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.github.em4j.EntityMatchingException;
import org.jspecify.annotations.Nullable;

/** Puts a session on a CUDA device, or says why that cannot be. */
final class CudaProvider {

  private CudaProvider() {}

  static void addTo(OrtSession.SessionOptions options, SessionSettings.Cuda cuda) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw refused(cuda, "no CUDA provider in this build", null);
    }
    try (var provider = new OrtCUDAProviderOptions(cuda.device())) {
      // Where weights are most of the memory, it grows by what is asked for.
      provider.add(
          "arena_extend_strategy", cuda.inLargePieces() ? "kNextPowerOfTwo" : "kSameAsRequested");
      if (cuda.memoryLimit().isPresent()) {
        provider.add("gpu_mem_limit", Long.toString(cuda.memoryLimit().getAsLong()));
      }
      // What is computed in single precision (the log-probabilities) is meant to be exact.
      provider.add("use_tf32", "0");
      options.addCUDA(provider);
    } catch (OrtException e) {
      throw refused(cuda, String.valueOf(e.getMessage()), e);
    }
  }

  /** What went wrong with a session on the device, in terms of what the machine lacks. */
  static EntityMatchingException refused(
      SessionSettings.Cuda cuda, String failure, @Nullable Throwable cause) {
    return new EntityMatchingException(
        CudaDiagnosis.ofThisMachine().explain(cuda.device(), failure), cause);
  }
}
