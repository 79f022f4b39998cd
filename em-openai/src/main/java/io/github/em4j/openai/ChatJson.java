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

  /** More than any call uses, and few enough that sums of them do not overflow. */
  private static final long MOST_TOKENS = 1_000_000_000;

  private ChatJson() {}

  static ObjectNode write(ChatRequest request) {
    ObjectNode body = Json.object();
    body.put("model", request.model());
    ModelCapabilities model = request.capabilities();
    writeMessages(request.prompt().messages(), model.systemRole(), body.putArray("messages"));
    request.maxTokens().ifPresent(most -> body.put(model.maxTokensField().field(), most));
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

  /** How many bytes an answer can have: a token with its alternatives has about 100 bytes each. */
  static long largestAnswer(ChatRequest request) {
    long entries = 1L + request.topLogProbabilities().orElse(0);
    long tokens = request.maxTokens().orElse(1 << 17);
    return Math.min(256L << 20, (16L << 20) + 256 * entries * tokens);
  }

  /** Writes the messages of a prompt as every part of the protocol has them. */
  static void writeMessages(
      List<Message> messages, ModelCapabilities.SystemRole systemRole, ArrayNode to) {
    for (Message message : messages) {
      String role =
          switch (message.role()) {
            case SYSTEM ->
                systemRole == ModelCapabilities.SystemRole.DEVELOPER ? "developer" : "system";
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
    boolean counted =
        isCount(body.path("usage"), "prompt_tokens")
            && isCount(body.path("usage"), "completion_tokens");
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
        && !Double.isNaN(Json.optionalDecimal(token, "logprob").orElse(Double.NaN));
  }

  /** A rounded logarithm may come out a hair above 0. */
  private static double logProbability(JsonNode token) {
    return Math.min(0, Json.optionalDecimal(token, "logprob").orElseThrow());
  }

  /** Whether a number of tokens is there and can be true: what a spend limit may count with. */
  static boolean isCount(JsonNode parent, String field) {
    long count = Json.optionalNumber(parent, field).orElse(-1);
    return count >= 0 && count <= MOST_TOKENS;
  }

  private static long count(JsonNode parent, String field) {
    return isCount(parent, field) ? Json.optionalNumber(parent, field).orElseThrow() : 0;
  }
}
