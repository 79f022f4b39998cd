package io.github.em4j.training.selection.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;

/** Writes and reads how often each answer was given. */
final class CountsJson {

  private CountsJson() {}

  static ObjectNode write(ConfusionCounts counts) {
    ObjectNode json = RunFile.JSON.createObjectNode();
    json.set("matches", write(counts.matches()));
    json.set("nonMatches", write(counts.nonMatches()));
    return json;
  }

  private static ObjectNode write(AnswerCounts counts) {
    return RunFile.JSON
        .createObjectNode()
        .put("match", counts.match())
        .put("nonMatch", counts.nonMatch())
        .put("undecided", counts.undecided())
        .put("failed", counts.failed());
  }

  static ConfusionCounts read(JsonNode json) {
    return new ConfusionCounts(
        answers(RunFile.required(json, "matches")), answers(RunFile.required(json, "nonMatches")));
  }

  private static AnswerCounts answers(JsonNode json) {
    return new AnswerCounts(
        RunFile.required(json, "match").asLong(),
        RunFile.required(json, "nonMatch").asLong(),
        RunFile.required(json, "undecided").asLong(),
        RunFile.required(json, "failed").asLong());
  }
}
