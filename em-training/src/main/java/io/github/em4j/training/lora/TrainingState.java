package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.SafetensorsFile;
import io.github.em4j.onnx.checkpoint.SafetensorsWriter;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a session needs to go on as if it had never stopped, as a safetensors file of
 * FLOAT tensors with the counters beside.
 *
 * @param tensors parameters and the optimiser's state
 * @param step how many steps were taken
 * @param runs how many batches were run
 */
record TrainingState(Map<String, float[]> tensors, int step, long runs) {
  private static final String STEP = "step";
  private static final String RUNS = "runs";

  void write(Path file, StateOwner owner) {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .metadata(STEP, Integer.toString(step))
            .metadata(RUNS, Long.toString(runs));
    owner.notes().forEach(writer::metadata);
    tensors.forEach(
        (name, numbers) ->
            writer.add(name, TensorType.F32, List.of((long) numbers.length), numbers));
    writer.write(file);
  }

  /** Reads a state of an owner that has tensors of the names and sizes of those given. */
  static TrainingState read(Path path, Map<String, float[]> alike, StateOwner owner) {
    SafetensorsFile file = SafetensorsFile.open(path);
    owner.requireSame(path, file.metadata());
    if (!file.tensors().keySet().equals(alike.keySet())) {
      throw new EntityMatchingException(
          "%s holds the state of %d tensors, but the training has %d"
              .formatted(path, file.tensors().size(), alike.size()));
    }
    Map<String, float[]> tensors = new LinkedHashMap<>();
    alike.forEach(
        (name, numbers) -> {
          StoredTensor tensor = file.tensor(name);
          if (tensor.size() != numbers.length) {
            throw new EntityMatchingException(
                "%s holds %d numbers of '%s', but the training has %d"
                    .formatted(path, tensor.size(), name, numbers.length));
          }
          tensors.put(name, tensor.read());
        });
    try {
      return new TrainingState(
          tensors,
          Integer.parseInt(file.metadata().getOrDefault(STEP, "")),
          Long.parseLong(file.metadata().getOrDefault(RUNS, "")));
    } catch (NumberFormatException e) {
      throw new EntityMatchingException(path + " does not say how many steps it took", e);
    }
  }
}
