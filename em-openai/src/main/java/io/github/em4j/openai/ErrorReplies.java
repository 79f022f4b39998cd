package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Tells from an error's status and body what kind of failure it is. Servers write errors in three
 * forms: {@code {"error": {"message", "code", "type"}}}, {@code {"error": "text"}} and {@code
 * {"message": "text"}}.
 */
final class ErrorReplies {
  private static final String WRONG_ADDRESS =
      "; whoever answers there does not speak the protocol: most base URLs end in /v1";

  private ErrorReplies() {}

  /** The failure that an answer with an error status stands for. */
  static OpenAiException failure(String where, Reply reply, Redaction redaction) {
    return failure(where, reply.status(), error(reply), reply, redaction);
  }

  /**
   * The failure that a body with status 200 stands for, where it holds an error and nothing else:
   * gateways do that.
   */
  static Optional<OpenAiException> hiddenFailure(String where, Reply reply, Redaction redaction) {
    JsonNode error = error(reply).path("error");
    if (error.isMissingNode() || error.isNull()) {
      return Optional.empty();
    }
    int status = error.path("code").isInt() ? error.path("code").intValue() : 500;
    return Optional.of(
        failure(
            where, status >= 400 && status < 600 ? status : 500, error(reply), reply, redaction));
  }

  private static OpenAiException failure(
      String where, int status, ObjectNode body, Reply reply, Redaction redaction) {
    JsonNode error = body.path("error");
    JsonNode inner = error.isObject() ? error : body;
    Optional<String> code =
        Json.optionalText(inner, "code").or(() -> Json.optionalText(inner, "type"));
    Optional<String> message =
        Json.optionalText(inner, "message")
            .or(() -> Json.optionalText(body, "error"))
            .or(
                () ->
                    body.isEmpty() && !reply.text().isEmpty()
                        ? Optional.of(reply.text())
                        : Optional.empty());
    ReplyFacts facts =
        new ReplyFacts(
            status,
            reply.requestId().map(redaction::clean).orElse(null),
            message.map(redaction::clean).orElse(null),
            code.map(redaction::clean).orElse(null));
    return failure(where, facts, status == 404 && !isProtocols(body));
  }

  /** Whether an error is of a form that servers of the protocol use. */
  private static boolean isProtocols(ObjectNode body) {
    return body.has("error") || body.has("message");
  }

  private static OpenAiException failure(String where, ReplyFacts facts, boolean isElsewhere) {
    String code = facts.code() == null ? "" : facts.code();
    String text =
        "%s: HTTP %d%s%s%s%s"
            .formatted(
                where,
                facts.status(),
                code.isEmpty() ? "" : " " + code,
                facts.message() == null ? "" : ": " + facts.message(),
                facts.requestId() == null ? "" : " (request id " + facts.requestId() + ")",
                isElsewhere ? WRONG_ADDRESS : "");
    return switch (facts.status()) {
      case 401 -> new AuthenticationException(text, null, facts);
      case 402 -> new QuotaExceededException(text, null, facts);
      case 403 -> new PermissionDeniedException(text, null, facts);
      case 404 -> new ResourceNotFoundException(text, null, facts);
      case 429 ->
          isQuota(code)
              ? new QuotaExceededException(text, null, facts)
              : new RateLimitException(text, null, facts);
      case 408, 409 -> new ServerFailureException(text, null, facts);
      default -> {
        if (facts.status() >= 500) {
          yield new ServerFailureException(text, null, facts);
        }
        yield code.equals("content_filter") || code.equals("content_policy_violation")
            ? new ContentFilterException(text, null, facts)
            : new BadRequestException(text, null, facts);
      }
    };
  }

  private static boolean isQuota(String code) {
    return code.equals("insufficient_quota") || code.equals("billing_hard_limit_reached");
  }

  private static ObjectNode error(Reply reply) {
    try {
      return Json.parseObject(reply.body());
    } catch (MalformedAnswer e) {
      return Json.object();
    }
  }
}
