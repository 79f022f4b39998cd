package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.SessionSettings;
import java.util.List;
import java.util.Map;

/** What an optimiser does to parameters of one kind, with the state that it keeps of them. */
interface ParameterUpdates extends AutoCloseable {

  /**
   * The updates of an optimiser.
   *
   * @param settings how its graphs are to run
   * @param workers who share what is computed number by number
   */
  static ParameterUpdates of(
      Optimizer optimizer,
      List<Parameter> parameters,
      SessionSettings settings,
      BatchParts workers) {
    return optimizer instanceof Optimizer.Muon muon
        ? new MuonAndAdamWUpdates(muon, parameters, settings, workers)
        : new AdamWUpdates((Optimizer.AdamW) optimizer, parameters, 1, workers);
  }

  /**
   * Changes the parameters in place.
   *
   * @param rate the learning rate
   * @param scale what the gradients are multiplied with before
   * @param step the number of this step, from 1
   */
  void apply(double rate, double scale, int step);

  /** The state by name, the very arrays that it is kept in. */
  Map<String, float[]> state();

  @Override
  default void close() {}
}
