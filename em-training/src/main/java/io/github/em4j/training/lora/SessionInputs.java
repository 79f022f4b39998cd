package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.training.lora.TrainingExample.AuxiliaryTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks batches and makes the inputs of the runs that they take. */
final class SessionInputs {
  private final TrainingSessionBuilder options;
  private final ParameterSet parameters;
  private final BatchParts parts;
  private final DropoutNoise dropout;

  SessionInputs(
      TrainingSessionBuilder options,
      ParameterSet parameters,
      BatchParts parts,
      DropoutNoise dropout) {
    this.options = options;
    this.parameters = parameters;
    this.parts = parts;
    this.dropout = dropout;
  }

  /**
   * The inputs of each part of a batch, without dropout.
   *
   * @param windowWeight what every weight is divided by
   * @throws IllegalArgumentException as {@link TrainingSession#accumulate} says
   */
  List<Map<String, HostTensor>> of(List<TrainingExample> batch, double windowWeight) {
    List<Map<String, HostTensor>> inputs = new ArrayList<>();
    for (List<TrainingExample> part : split(batch, windowWeight)) {
      inputs.add(inputs(part, windowWeight));
    }
    return inputs;
  }

  /** The same with dropout; each run has a number, and with it, noise of its own. */
  List<Map<String, HostTensor>> dropping(
      List<TrainingExample> batch, double windowWeight, long firstRun) {
    List<Map<String, HostTensor>> inputs = new ArrayList<>();
    for (List<TrainingExample> part : split(batch, windowWeight)) {
      Map<String, HostTensor> values = inputs(part, windowWeight);
      dropout.addTo(values, tokens(part), firstRun + inputs.size());
      inputs.add(values);
    }
    return inputs;
  }

  static int tokens(List<TrainingExample> batch) {
    return batch.stream().mapToInt(TrainingExample::length).sum();
  }

  private Map<String, HostTensor> inputs(List<TrainingExample> part, double windowWeight) {
    Map<String, HostTensor> values =
        TrainingBatch.inputs(part, 1 / windowWeight, options.auxiliaryClasses > 0, options.spans());
    parameters.all().forEach(parameter -> values.put(parameter.name(), parameter.tensor()));
    return values;
  }

  private List<List<TrainingExample>> split(List<TrainingExample> batch, double windowWeight) {
    if (!(windowWeight > 0)) {
      throw new IllegalArgumentException(
          "the weight of a window must be positive, found " + windowWeight);
    }
    batch.forEach(this::requirePossible);
    List<TrainingExample> counted = batch.stream().filter(this::counts).toList();
    if (counted.isEmpty()) {
      throw new IllegalArgumentException("nothing in the batch counts");
    }
    return parts.split(
        counted, new BatchParts.Bounds(dropout.mostTokens(), options.config.heads()));
  }

  private boolean counts(TrainingExample example) {
    return example.weight() > 0
        || (options.auxiliaryClasses > 0 && !example.auxiliaryTargets().isEmpty());
  }

  private void requirePossible(TrainingExample example) {
    int most = Math.min(options.maxLength, dropout.mostTokens());
    if (example.length() > most) {
      throw new IllegalArgumentException(
          "an example must have at most %d tokens, found %d".formatted(most, example.length()));
    }
    for (int i = 0; i < example.length(); i++) {
      if (example.token(i) < 0 || example.token(i) >= options.config.vocabSize()) {
        throw new IllegalArgumentException(
            "a token must be 0 to %d, found %d"
                .formatted(options.config.vocabSize() - 1, example.token(i)));
      }
    }
    for (AuxiliaryTarget target : example.auxiliaryTargets()) {
      if (options.auxiliaryClasses > 0 && target.label() >= options.auxiliaryClasses) {
        throw new IllegalArgumentException(
            "an auxiliary label must be 0 to %d, found %d"
                .formatted(options.auxiliaryClasses - 1, target.label()));
      }
    }
  }
}
