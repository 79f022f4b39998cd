package io.github.em4j.openai;

import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An answer of a server, with its body. */
final class Reply {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /** How many bytes the body may have, where it has more and was not kept; 0 otherwise. */
  private final long passed;

  private Reply(int status, Map<String, String> headers, byte[] body, long passed) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.passed = passed;
  }

  /**
   * Takes the parts, which nobody changes afterwards.
   *
   * @param status the HTTP status
   * @param headers the last value of each header, by name in lower case
   * @param body the bytes, decompressed
   */
  Reply(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, 0);
  }

  /** An answer whose body has more than {@code limit} bytes. */
  static Reply tooLarge(int status, Map<String, String> headers, long limit) {
    return new Reply(status, headers, new byte[0], limit);
  }

  int status() {
    return status;
  }

  /**
   * The whole body.
   *
   * @throws MalformedAnswer if it was too large to be read
   */
  byte[] body() {
    if (passed > 0) {
      throw new MalformedAnswer(
          Defect.TOO_LARGE, "the answer has more than the %,d bytes that it may".formatted(passed));
    }
    return body;
  }

  /** The last value of a header, by its name in lower case. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The body as text; empty where it was too large to be read. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The server's name for the request; Azure has its own header. */
  Optional<String> requestId() {
    return header("x-request-id").or(() -> header("apim-request-id"));
  }

  /** This answer, where the name of the request repeats no secret: it goes into logs and files. */
  Reply without(Redaction secrets) {
    if (requestId().map(secrets::concerns).orElse(false)) {
      var cleaned = new HashMap<>(headers);
      cleaned.put("x-request-id", secrets.clean(requestId().orElseThrow()));
      return new Reply(status, cleaned, body, passed);
    }
    return this;
  }

  /** What a listener may see of it. */
  CallContent content(Redaction redaction) {
    return new CallContent(() -> body, redaction);
  }

  /** Facts for an exception about an answer that was a success. */
  ReplyFacts facts() {
    return new ReplyFacts(status, requestId().orElse(null), null, null);
  }
}
