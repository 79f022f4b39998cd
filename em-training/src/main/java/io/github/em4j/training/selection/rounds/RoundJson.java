package io.github.em4j.training.selection.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/** Writes and reads a round as a line of the record. F1 is written for people and not read. */
final class RoundJson {

  private RoundJson() {}

  static ObjectNode write(SelectionRound round) {
    ObjectNode json = RunFile.JSON.createObjectNode();
    json.put("round", round.number());
    json.put("trainingPairs", round.trainingPairs());
    json.put("positives", round.positives());
    json.put("miningF1", round.mining().f1());
    json.put("selectionF1", round.selection().f1());
    json.set("mining", CountsJson.write(round.mining()));
    json.set("selection", CountsJson.write(round.selection()));
    ArrayNode added = json.putArray("added");
    for (AddedPair pair : round.added()) {
      added
          .addObject()
          .put("key", pair.key())
          .put("errorRow", pair.errorRow())
          .put("error", pair.error())
          .put("rank", pair.rank())
          .put("similarity", pair.similarity());
    }
    return json;
  }

  static SelectionRound read(JsonNode json) {
    var added = new ArrayList<AddedPair>();
    for (JsonNode pair : RunFile.required(json, "added")) {
      added.add(
          new AddedPair(
              RunFile.required(pair, "key").asText(),
              RunFile.required(pair, "errorRow").asInt(),
              RunFile.required(pair, "error").asText(),
              RunFile.required(pair, "rank").asInt(),
              RunFile.required(pair, "similarity").asDouble()));
    }
    return new SelectionRound(
        RunFile.required(json, "round").asInt(),
        RunFile.required(json, "trainingPairs").asInt(),
        RunFile.required(json, "positives").asInt(),
        CountsJson.read(RunFile.required(json, "mining")),
        CountsJson.read(RunFile.required(json, "selection")),
        added);
  }
}
