package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer as it lies in a journal or a cache: one line of JSON with the key of the question, the
 * model that was asked, and the answer in the protocol's own form. The question itself is not kept.
 *
 * @param key the question
 * @param model the name of the model that was asked
 * @param answer the answer
 * @param copied whether it comes from a cache, where another run has paid for it
 */
record StoredAnswer(AnswerKey key, String model, ChatAnswer answer, boolean copied) {

  StoredAnswer(AnswerKey key, String model, ChatAnswer answer) {
    this(key, model, answer, false);
  }

  byte[] toLine() {
    ObjectNode line = Json.object();
    line.put("key", key.toString()).put("asked", model);
    if (copied) {
      line.put("copied", true);
    }
    answer.requestId().ifPresent(id -> line.put("request_id", id));
    line.set("answer", write(answer));
    byte[] json = Json.bytes(line);
    byte[] ended = java.util.Arrays.copyOf(json, json.length + 1);
    ended[json.length] = '\n';
    return ended;
  }

  /**
   * Reads a line.
   *
   * @throws MalformedAnswer if it is none
   */
  static StoredAnswer parse(byte[] line) {
    ObjectNode node = Json.parseObject(line);
    AnswerKey key;
    try {
      key = AnswerKey.parse(Json.text(node, "key"));
    } catch (IllegalArgumentException e) {
      throw new MalformedAnswer(Defect.WRONG_SHAPE, "the key is no key", e);
    }
    return new StoredAnswer(
        key,
        Json.text(node, "asked"),
        ChatJson.read(Json.object(node, "answer"), Json.optionalText(node, "request_id")),
        node.path("copied").asBoolean());
  }

  private static ObjectNode write(ChatAnswer answer) {
    ObjectNode node = Json.object().put("model", answer.model());
    ObjectNode choice = node.putArray("choices").addObject();
    ObjectNode message = choice.putObject("message").put("content", answer.text());
    Optional<String> refusal = answer.refusal();
    refusal.ifPresent(text -> message.put("refusal", text));
    choice.put("finish_reason", finishReason(answer.finishReason()));
    if (!answer.logProbabilities().isEmpty()) {
      ArrayNode tokens = choice.putObject("logprobs").putArray("content");
      for (TokenLogProbability token : answer.logProbabilities()) {
        ObjectNode written = scored(tokens.addObject(), token.token(), token.logProbability());
        ArrayNode top = written.putArray("top_logprobs");
        token
            .top()
            .forEach(other -> scored(top.addObject(), other.token(), other.logProbability()));
      }
    }
    node.set("usage", usage(answer));
    return node;
  }

  private static JsonNode usage(ChatAnswer answer) {
    ObjectNode usage =
        Json.object()
            .put("prompt_tokens", answer.usage().promptTokens())
            .put("completion_tokens", answer.usage().completionTokens());
    usage.putObject("prompt_tokens_details").put("cached_tokens", answer.cachedPromptTokens());
    usage.putObject("completion_tokens_details").put("reasoning_tokens", answer.reasoningTokens());
    return usage;
  }

  private static ObjectNode scored(ObjectNode to, String token, double logProbability) {
    // JSON has no infinity; e^-9999 is 0 in every float, and what OpenAI itself writes.
    return to.put("token", token).put("logprob", Math.max(logProbability, -9999));
  }

  private static String finishReason(FinishReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
