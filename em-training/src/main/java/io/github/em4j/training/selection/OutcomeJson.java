package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.TokenUsage;
import java.util.List;

/**
 * An outcome as JSON, beside the pair that it is of: what follows from the pair and the action is
 * left out.
 */
final class OutcomeJson {
  private OutcomeJson() {}

  static ObjectNode write(PairOutcome outcome, TrainingPair pair) {
    ObjectNode json = JsonLines.object().put("key", outcome.key());
    json.put("action", outcome.action().name());
    json.put("reason", outcome.reason());
    if (!PairJson.areAlike(outcome.pairs(), expected(outcome.action(), pair))) {
      ArrayNode pairs = json.putArray("pairs");
      outcome.pairs().forEach(passedOn -> pairs.add(PairJson.write(passedOn, pair)));
    }
    if (!outcome.details().isEmpty()) {
      ObjectNode details = json.putObject("details");
      outcome.details().forEach(details::put);
    }
    if (!outcome.usage().equals(TokenUsage.NONE)) {
      json.putObject("usage")
          .put("prompt", outcome.usage().promptTokens())
          .put("completion", outcome.usage().completionTokens());
    }
    return json;
  }

  static PairOutcome read(JsonFields json, TrainingPair pair) {
    json.only("key", "action", "reason", "pairs", "details", "usage");
    String key = json.text("key");
    if (!key.equals(pair.key())) {
      throw new IllegalArgumentException(
          "the outcome must be of pair %s, found %s".formatted(pair.key(), key));
    }
    PairAction action = json.oneOf("action", PairAction.class);
    List<TrainingPair> pairs =
        json.has("pairs")
            ? json.objects("pairs").stream().map(fields -> PairJson.read(fields, pair)).toList()
            : expected(action, pair);
    return new PairOutcome(
        key, action, json.text("reason"), pairs, json.texts("details"), usage(json));
  }

  private static TokenUsage usage(JsonFields json) {
    if (!json.has("usage")) {
      return TokenUsage.NONE;
    }
    JsonFields usage = json.object("usage").only("prompt", "completion");
    return new TokenUsage(usage.count("prompt"), usage.count("completion"));
  }

  private static List<TrainingPair> expected(PairAction action, TrainingPair pair) {
    return switch (action) {
      case DROPPED -> List.of();
      case RELABELLED -> List.of(pair.relabelled());
      case KEPT, EXPLAINED, GENERATED -> List.of(pair);
    };
  }
}
