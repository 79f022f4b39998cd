package io.github.em4j.openai;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer of a server, read whole. */
final class Reply {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * Takes the parts, which nobody changes afterwards.
   *
   * @param status the HTTP status
   * @param headers the last value of each header, by name in lower case
   * @param body the bytes, decompressed
   */
  Reply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The server's name for the request; Azure has its own header. */
  Optional<String> requestId() {
    return header("x-request-id").or(() -> header("apim-request-id"));
  }

  /** Facts for an exception about an answer that was a success. */
  ReplyFacts facts() {
    return new ReplyFacts(status, requestId().orElse(null), null, null);
  }
}
