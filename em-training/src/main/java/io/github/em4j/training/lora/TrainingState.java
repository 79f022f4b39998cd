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
 * @param setting what the session was opened with; a state belongs to one setting
 */
record TrainingState(Map<String, float[]> tensors, int step, long runs, String setting) {
  private static final String STEP = "step";
  private static final String RUNS = "runs";
  private static final String SETTING = "setting";

  void write(Path file) {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .metadata(STEP, Integer.toString(step))
            .metadata(RUNS, Long.toString(runs))
            .metadata(SETTING, setting);
    tensors.forEach(
        (name, numbers) ->
            writer.add(name, TensorType.F32, List.of((long) numbers.length), numbers));
    writer.write(file);
  }

  /** Reads a state that has tensors of the names and sizes of those given. */
  static TrainingState read(Path path, Map<String, float[]> alike, String setting) {
    SafetensorsFile file = SafetensorsFile.open(path);
    String found = file.metadata().getOrDefault(SETTING, "none");
    if (!found.equals(setting)) {
      throw new EntityMatchingException(
          "%s was saved by a training of %s, not of %s".formatted(path, found, setting));
    }
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
          Long.parseLong(file.metadata().getOrDefault(RUNS, "")),
          setting);
    } catch (NumberFormatException e) {
      throw new EntityMatchingException(path + " does not say how many steps it took", e);
    }
  }
}
