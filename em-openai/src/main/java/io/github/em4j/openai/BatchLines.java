package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions as the lines of batches: how many go into one, and what they can cost. */
record BatchLines(OpenAiClient client) {

  /** Cuts questions into batches that the server takes, of so many questions at most. */
  List<Map<AnswerKey, ChatRequest>> cut(Map<AnswerKey, ChatRequest> questions, int most) {
    var all = new ArrayList<Map<AnswerKey, ChatRequest>>();
    var some = new LinkedHashMap<AnswerKey, ChatRequest>();
    long bytes = 0;
    for (Map.Entry<AnswerKey, ChatRequest> entry : questions.entrySet()) {
      int size = line(entry.getKey(), entry.getValue()).length + 1;
      if (some.size() == most || bytes + size > BatchFiles.MOST_BYTES) {
        all.add(some);
        some = new LinkedHashMap<>();
        bytes = 0;
      }
      some.put(entry.getKey(), entry.getValue());
      bytes += size;
    }
    if (!some.isEmpty()) {
      all.add(some);
    }
    return all;
  }

  /** The most that questions can cost. */
  TokenUsage bound(Map<AnswerKey, ChatRequest> questions) {
    TokenUsage most = TokenUsage.NONE;
    for (Map.Entry<AnswerKey, ChatRequest> entry : questions.entrySet()) {
      byte[] line = line(entry.getKey(), entry.getValue());
      most = most.plus(client.cost(entry.getValue(), line.length).bound().orElseThrow());
    }
    return most;
  }

  private byte[] line(AnswerKey key, ChatRequest request) {
    return BatchFiles.line(client.context().endpoint().batchPath(), key.toString(), request);
  }
}
