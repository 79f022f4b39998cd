package io.github.em4j.training.selection.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.ConfidenceInterval;

/** Writes and reads a point of a learning curve. Ratios are written for people and not read. */
final class PointJson {

  private PointJson() {}

  static ObjectNode write(CurvePoint point) {
    ObjectNode json = RunFile.JSON.createObjectNode();
    json.put("strategy", point.strategy());
    json.put("size", point.size());
    json.put("trainingPairs", point.trainingPairs());
    json.put("positives", point.positives());
    json.put("labels", point.labels());
    json.put("promptTokens", point.usage().promptTokens());
    json.put("completionTokens", point.usage().completionTokens());
    json.put("cost", point.cost());
    json.putObject("f1")
        .put("estimate", point.f1().estimate())
        .put("low", point.f1().low())
        .put("high", point.f1().high())
        .put("confidence", point.f1().confidence());
    point.f1PerLabel().ifPresent(value -> json.put("f1PointsPerLabel", value));
    point.f1PerCost().ifPresent(value -> json.put("f1PointsPerCost", value));
    json.set("counts", CountsJson.write(point.counts()));
    return json;
  }

  static CurvePoint read(JsonNode json) {
    JsonNode f1 = RunFile.required(json, "f1");
    return new CurvePoint(
        RunFile.required(json, "strategy").asText(),
        RunFile.required(json, "size").asInt(),
        RunFile.required(json, "trainingPairs").asInt(),
        RunFile.required(json, "positives").asInt(),
        RunFile.required(json, "labels").asInt(),
        new TokenUsage(
            RunFile.required(json, "promptTokens").asLong(),
            RunFile.required(json, "completionTokens").asLong()),
        RunFile.required(json, "cost").asDouble(),
        new ConfidenceInterval(
            RunFile.required(f1, "estimate").asDouble(),
            RunFile.required(f1, "low").asDouble(),
            RunFile.required(f1, "high").asDouble(),
            RunFile.required(f1, "confidence").asDouble()),
        CountsJson.read(RunFile.required(json, "counts")));
  }
}
