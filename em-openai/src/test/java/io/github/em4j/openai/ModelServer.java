package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * The answers of a small deterministic model: the probability of Yes hangs on the last message, and
 * that message, read backwards, is the text it writes when no log-probabilities are asked for.
 */
final class ModelServer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ModelServer() {}

  static FakeServer start() {
    return FakeServer.answering(ModelServer::answer);
  }

  static MockResponse answer(RecordedRequest request) {
    JsonNode body = parse(request);
    return request.getTarget().endsWith("/embeddings") ? embed(body) : chat(body);
  }

  static JsonNode parse(RecordedRequest request) {
    try {
      return MAPPER.readTree(request.getBody().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String question(JsonNode body) {
    JsonNode messages = body.path("messages");
    return messages.get(messages.size() - 1).path("content").asText();
  }

  static String written(String question) {
    return new StringBuilder(question).reverse().toString();
  }

  /** In (0, 1), different for almost all questions. */
  static double probability(String question) {
    return (1 + Math.floorMod(question.hashCode(), 997)) / 1000.0;
  }

  private static MockResponse chat(JsonNode body) {
    return FakeServer.json(200, answerTo(body));
  }

  /** The document that answers a question. */
  static String answerTo(JsonNode body) {
    String question = question(body);
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1);
    answer.put("model", "tiny-2026");
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    choice.put("finish_reason", "stop");
    boolean scored = body.path("logprobs").asBoolean();
    String text = scored ? (probability(question) >= 0.5 ? "Yes" : "No") : written(question);
    choice.putObject("message").put("role", "assistant").put("content", text);
    if (scored) {
      tokens(choice.putObject("logprobs").putArray("content"), text, probability(question));
    } else {
      choice.putNull("logprobs");
    }
    answer.putObject("usage").put("prompt_tokens", question.length()).put("completion_tokens", 1);
    return answer.toString();
  }

  private static void tokens(ArrayNode to, String written, double yes) {
    ObjectNode token = to.addObject().put("token", written);
    token.put("logprob", Math.log(written.equals("Yes") ? yes : 1 - yes));
    ArrayNode top = token.putArray("top_logprobs");
    top.addObject().put("token", "Yes").put("logprob", Math.log(yes));
    top.addObject().put("token", "No").put("logprob", Math.log(1 - yes));
  }

  private static MockResponse embed(JsonNode body) {
    ObjectNode answer = MAPPER.createObjectNode().put("object", "list").put("model", "e");
    ArrayNode data = answer.putArray("data");
    int index = 0;
    for (JsonNode text : body.path("input")) {
      ObjectNode entry = data.addObject().put("object", "embedding").put("index", index++);
      entry.putArray("embedding").add(text.asText().length()).add(text.asText().hashCode() % 100);
    }
    answer.putObject("usage").put("prompt_tokens", index).put("total_tokens", index);
    return FakeServer.json(200, answer.toString());
  }
}
