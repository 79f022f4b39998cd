package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.Message;
import io.github.em4j.openai.TokenLogProbability.Alternative;
import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the requests and reads the answers of {@code POST /chat/completions}. */
final class ChatJson {
  static final String PATH = "/chat/completions";

  private ChatJson() {}

  static ObjectNode write(ChatRequest request) {
    ObjectNode body = Json.object();
    body.put("model", request.model());
    writeMessages(request.prompt().messages(), request.systemRole(), body.putArray("messages"));
    request.maxTokens().ifPresent(most -> body.put(request.maxTokensField().field(), most));
    request.temperature().ifPresent(value -> body.put("temperature", value));
    request.topP().ifPresent(value -> body.put("top_p", value));
    if (!request.stopStrings().isEmpty()) {
      request.stopStrings().forEach(body.putArray("stop")::add);
    }
    request.seed().ifPresent(seed -> body.put("seed", seed));
    request
        .topLogProbabilities()
        .ifPresent(top -> body.put("logprobs", true).put("top_logprobs", top));
    request.reasoningEffort().ifPresent(effort -> body.put("reasoning_effort", effort));
    request.jsonSchema().ifPresent(schema -> body.set("response_format", format(schema)));
    body.setAll(request.extraFields());
    return body;
  }

  /** Writes the messages of a prompt as every part of the protocol has them. */
  static void writeMessages(
      List<Message> messages, ChatRequest.SystemRole systemRole, ArrayNode to) {
    for (Message message : messages) {
      String role =
          switch (message.role()) {
            case SYSTEM -> systemRole == ChatRequest.SystemRole.DEVELOPER ? "developer" : "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
          };
      to.addObject().put("role", role).put("content", message.content());
    }
  }

  private static ObjectNode format(JsonSchema schema) {
    ObjectNode format = Json.object().put("type", "json_schema");
    format
        .putObject("json_schema")
        .put("name", schema.name())
        .put("strict", schema.strict())
        .set("schema", Json.parseArgument("schema", schema.schema()));
    return format;
  }

  static Exchange.Read<ChatAnswer> read(Reply reply) {
    ObjectNode body = Json.parseObject(reply.body());
    ChatAnswer answer = read(body, reply.requestId());
    boolean counted = body.path("usage").isObject();
    return new Exchange.Read<>(
        answer,
        counted ? Optional.of(answer.usage()) : Optional.empty(),
        Optional.of(answer.finishReason()));
  }

  /** Reads the document that an answer is, wherever it stands. */
  static ChatAnswer read(JsonNode body, Optional<String> requestId) {
    JsonNode choices = Json.array(body, "choices");
    if (choices.isEmpty()) {
      throw new MalformedAnswer(Defect.NO_CHOICES, "the answer has no choices");
    }
    JsonNode choice = choices.get(0);
    JsonNode message = Json.object(choice, "message");
    JsonNode usage = body.path("usage");
    return new ChatAnswer(
        content(message),
        finishReason(choice.path("finish_reason").asText("")),
        Json.optionalText(message, "refusal"),
        logProbabilities(choice.path("logprobs").path("content")),
        usage(usage),
        count(usage.path("prompt_tokens_details"), "cached_tokens"),
        count(usage.path("completion_tokens_details"), "reasoning_tokens"),
        Json.optionalText(body, "model").orElse(""),
        requestId);
  }

  static TokenUsage usage(JsonNode usage) {
    return new TokenUsage(count(usage, "prompt_tokens"), count(usage, "completion_tokens"));
  }

  /** A text, or the texts of its parts; null where the model called a tool or refused. */
  private static String content(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isArray()) {
      var text = new StringBuilder();
      content.forEach(part -> text.append(part.path("text").asText("")));
      return text.toString();
    }
    if (content.isTextual() || content.isNull() || content.isMissingNode()) {
      return content.isTextual() ? content.textValue() : "";
    }
    throw new MalformedAnswer(
        Defect.WRONG_SHAPE, "field 'content' must be a text or an array, found another value");
  }

  private static FinishReason finishReason(String reason) {
    return switch (reason) {
      case "stop" -> FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  private static List<TokenLogProbability> logProbabilities(JsonNode tokens) {
    var read = new ArrayList<TokenLogProbability>();
    for (JsonNode token : tokens) {
      if (isScored(token)) {
        var top = new ArrayList<Alternative>();
        for (JsonNode other : token.path("top_logprobs")) {
          if (isScored(other)) {
            top.add(new Alternative(other.path("token").textValue(), logProbability(other)));
          }
        }
        read.add(
            new TokenLogProbability(token.path("token").textValue(), logProbability(token), top));
      }
    }
    return read;
  }

  private static boolean isScored(JsonNode token) {
    return token.path("token").isTextual()
        && token.path("logprob").isNumber()
        && !Double.isNaN(token.path("logprob").doubleValue());
  }

  /** A rounded logarithm may come out a hair above 0. */
  private static double logProbability(JsonNode token) {
    return Math.min(0, token.path("logprob").doubleValue());
  }

  private static long count(JsonNode parent, String field) {
    return Math.max(0, Json.optionalNumber(parent, field).orElse(0));
  }
}
