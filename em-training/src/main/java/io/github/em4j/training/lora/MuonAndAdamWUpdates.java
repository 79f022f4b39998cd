package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.SessionSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Optimizer.Muon}: one way for the matrices of the layers, another for the rest. */
final class MuonAndAdamWUpdates implements ParameterUpdates {
  private final MuonUpdates matrices;
  private final AdamWUpdates rest;

  MuonAndAdamWUpdates(
      Optimizer.Muon muon,
      List<Parameter> parameters,
      SessionSettings settings,
      BatchParts workers) {
    rest =
        new AdamWUpdates(
            muon.rest(),
            parameters.stream().filter(parameter -> !isMatrixOfLayer(parameter)).toList(),
            muon.restRate(),
            workers);
    matrices =
        new MuonUpdates(
            muon,
            parameters.stream().filter(MuonAndAdamWUpdates::isMatrixOfLayer).toList(),
            settings);
  }

  private static boolean isMatrixOfLayer(Parameter parameter) {
    return parameter.isMatrix() && parameter.name().contains(".layers.");
  }

  @Override
  public void apply(double rate, double scale, int step) {
    matrices.apply(rate, scale, step);
    rest.apply(rate, scale, step);
  }

  @Override
  public Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>(matrices.state());
    state.putAll(rest.state());
    return state;
  }

  @Override
  public void close() {
    matrices.close();
  }
}
