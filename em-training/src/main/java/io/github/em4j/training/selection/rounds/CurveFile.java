package io.github.em4j.training.selection.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The points of a learning curve that are measured, each with the settings of its strategy. */
final class CurveFile {
  private static final String SETTINGS = "settings";

  private final RunFile file;

  private CurveFile(RunFile file) {
    this.file = file;
  }

  static CurveFile open(Path path, Map<String, String> settings) {
    return new CurveFile(RunFile.open(path, settings));
  }

  /** The point of a strategy, at the costs of today: they may differ from those of then. */
  Optional<CurvePoint> find(SelectionStrategy strategy, int size, LabelCosts costs) {
    JsonNode settings = RunFile.JSON.valueToTree(strategy.settings());
    return file.entries().stream()
        .filter(line -> line.path("strategy").asText().equals(strategy.name()))
        .filter(line -> line.path("size").asInt() == size)
        .filter(line -> line.path(SETTINGS).equals(settings))
        .map(PointJson::read)
        .map(point -> at(costs, point))
        .findFirst();
  }

  private static CurvePoint at(LabelCosts costs, CurvePoint point) {
    return new CurvePoint(
        point.strategy(),
        point.size(),
        point.trainingPairs(),
        point.positives(),
        point.labels(),
        point.usage(),
        costs.of(point.labels(), point.usage()),
        point.f1(),
        point.counts());
  }

  void append(SelectionStrategy strategy, CurvePoint point) {
    ObjectNode line = PointJson.write(point);
    line.set(SETTINGS, RunFile.JSON.valueToTree(strategy.settings()));
    file.append(line);
  }
}
