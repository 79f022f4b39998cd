package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import java.nio.file.Path;
import java.util.Optional;
import okio.ByteString;

/**
 * A request, ready to be sent any number of times.
 *
 * @param method the HTTP method
 * @param path the path behind the base URL, encoded
 * @param query the query without question mark, encoded; may be empty
 * @param model the model that is asked, where one is: the owner of rate limits
 * @param deployed whether Azure wants the model in the path
 * @param body what is sent
 * @param repeatable whether doing it twice does no harm
 * @param cost what it may cost at most
 * @param largestAnswer how many bytes an answer can have; what is larger is not read
 */
record Outgoing(
    String method,
    String path,
    String query,
    Optional<String> model,
    boolean deployed,
    Body body,
    boolean repeatable,
    Cost cost,
    long largestAnswer) {

  /** A page of 100 jobs with all their metadata is far smaller. */
  private static final long LARGEST_DOCUMENT = 64L << 20;

  /** What a request carries. */
  sealed interface Body {
    /** Nothing. */
    record None() implements Body {}

    /** A JSON document. */
    record Json(ByteString bytes) implements Body {}

    /** A form with a purpose and a file. */
    record Upload(String purpose, Path file, String fileName) implements Body {}
  }

  /**
   * What a request may cost.
   *
   * @param estimatedTokens what a server is likely to count against its rate limit
   * @param bound tokens at most, where the request is paid for by tokens
   */
  record Cost(long estimatedTokens, Optional<TokenUsage> bound) {
    static final Cost NONE = new Cost(0, Optional.empty());
  }

  static Outgoing get(String path, String query) {
    return new Outgoing(
        "GET",
        path,
        query,
        Optional.empty(),
        false,
        new Body.None(),
        true,
        Cost.NONE,
        LARGEST_DOCUMENT);
  }

  static Outgoing delete(String path) {
    return new Outgoing(
        "DELETE",
        path,
        "",
        Optional.empty(),
        false,
        new Body.None(),
        true,
        Cost.NONE,
        LARGEST_DOCUMENT);
  }

  /** A question to a model. */
  static Outgoing ask(String path, String model, ByteString json, Cost cost, long largestAnswer) {
    return new Outgoing(
        "POST", path, "", Optional.of(model), true, new Body.Json(json), true, cost, largestAnswer);
  }

  /** Something that may be posted twice, such as cancelling. */
  static Outgoing post(String path) {
    return new Outgoing(
        "POST",
        path,
        "",
        Optional.empty(),
        false,
        new Body.None(),
        true,
        Cost.NONE,
        LARGEST_DOCUMENT);
  }

  /** A file, of which a second copy does no harm. */
  static Outgoing upload(String path, Body.Upload body) {
    return new Outgoing(
        "POST", path, "", Optional.empty(), false, body, true, Cost.NONE, LARGEST_DOCUMENT);
  }

  /** Something that comes into being once more with every post. */
  static Outgoing create(String path, Body body) {
    return new Outgoing(
        "POST", path, "", Optional.empty(), false, body, false, Cost.NONE, LARGEST_DOCUMENT);
  }

  /** What a listener may see of it. */
  CallContent content(Redaction redaction) {
    return body instanceof Body.Json json
        ? new CallContent(json.bytes()::toByteArray, redaction)
        : CallContent.NONE;
  }

  /** For messages. */
  String describe() {
    return method + " " + path;
  }
}
