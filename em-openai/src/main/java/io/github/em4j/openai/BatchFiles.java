package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import io.github.em4j.model.ModelResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the input of batches and reads their output: a line of JSON per request. */
public final class BatchFiles {

  /** The most requests of one batch. */
  public static final int MOST_REQUESTS = 50_000;

  /** The largest input of one batch, in bytes. */
  public static final long MOST_BYTES = 200_000_000;

  private static final Redaction NO_SECRETS = new Redaction(List.of());

  private BatchFiles() {}

  /**
   * Writes the input of a batch.
   *
   * @param file where to; appears whole or not at all
   * @param requests 1 to {@value #MOST_REQUESTS} requests by what they are called, in the order of
   *     the map; all to one model
   * @throws IllegalArgumentException if there are too many or none, or they go to several models
   * @throws EntityMatchingException if the file gets too large or cannot be written
   */
  public static void write(Path file, Map<String, ChatRequest> requests) {
    write(file, "/v1" + ChatJson.PATH, requests);
  }

  /** The same for a server that names the operation in another way. */
  static void write(Path file, String path, Map<String, ChatRequest> requests) {
    if (requests.isEmpty() || requests.size() > MOST_REQUESTS) {
      throw new IllegalArgumentException(
          "a batch has 1 to %,d requests, found %,d".formatted(MOST_REQUESTS, requests.size()));
    }
    if (requests.values().stream().map(ChatRequest::model).distinct().count() > 1) {
      throw new IllegalArgumentException("all requests of a batch go to one model");
    }
    try {
      WholeFile.write(
          file,
          out -> {
            long bytes = 0;
            for (Map.Entry<String, ChatRequest> entry : requests.entrySet()) {
              byte[] line = line(path, entry.getKey(), entry.getValue());
              bytes += line.length + 1;
              if (bytes > MOST_BYTES) {
                throw new EntityMatchingException(
                    "the input of a batch may have %,d bytes, and request '%s' is past that"
                        .formatted(MOST_BYTES, entry.getKey()));
              }
              out.write(line);
              out.write('\n');
            }
          });
    } catch (IOException e) {
      throw new EntityMatchingException("batch file '" + file + "' cannot be written: " + e, e);
    }
  }

  static byte[] line(String path, String customId, ChatRequest request) {
    ObjectNode line =
        Json.object().put("custom_id", customId).put("method", "POST").put("url", path);
    line.set("body", ChatJson.write(request));
    return Json.bytes(line);
  }

  /**
   * Reads a file of answers or of failures, which a server writes in any order.
   *
   * @param file the file
   * @param answers takes one after the other
   * @throws EntityMatchingException if it cannot be read, or a line is not as the protocol says
   */
  public static void read(Path file, Consumer<BatchAnswer> answers) {
    try (InputStream in = Files.newInputStream(file)) {
      read(in, file.toString(), answers);
    } catch (IOException e) {
      throw new EntityMatchingException("batch file '" + file + "' cannot be read: " + e, e);
    }
  }

  /**
   * Reads answers or failures from a stream.
   *
   * @param in the lines, in UTF-8; not closed
   * @param name what to call it in messages
   * @param answers takes one after the other
   * @throws EntityMatchingException if a line is not as the protocol says
   * @throws IOException if the stream fails
   */
  public static void read(InputStream in, String name, Consumer<BatchAnswer> answers)
      throws IOException {
    read(
        in,
        name,
        answers,
        broken -> {
          throw broken;
        });
  }

  /** Reads on behind a line that is broken, unless {@code broken} throws. */
  static void read(
      InputStream in,
      String name,
      Consumer<BatchAnswer> answers,
      Consumer<EntityMatchingException> broken)
      throws IOException {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      BatchAnswer answer;
      try {
        answer = parse(Json.parseObject(line.getBytes(StandardCharsets.UTF_8)));
      } catch (MalformedAnswer e) {
        broken.accept(
            new EntityMatchingException(
                "batch file '%s', line %d: %s".formatted(name, number, e.problem())));
        continue;
      }
      answers.accept(answer);
    }
  }

  private static BatchAnswer parse(ObjectNode line) {
    String customId = Json.text(line, "custom_id");
    JsonNode response = line.path("response");
    JsonNode error = line.path("error");
    if (error.isObject()) {
      return failed(customId, error);
    }
    int status = (int) Json.number(Json.object(line, "response"), "status_code");
    JsonNode body = Json.object(response, "body");
    Optional<String> requestId = Json.optionalText(response, "request_id");
    if (status == 200) {
      return new BatchAnswer(customId, chat(customId, body, requestId));
    }
    Reply reply =
        new Reply(
            status,
            requestId.map(id -> Map.of("x-request-id", id)).orElse(Map.of()),
            Json.bytes(body));
    return new BatchAnswer(
        customId,
        new ModelResult.Failure<>(
            ErrorReplies.failure("request '" + customId + "' of a batch", reply, NO_SECRETS)));
  }

  private static ModelResult<ChatAnswer> chat(
      String customId, JsonNode body, Optional<String> requestId) {
    try {
      return new ModelResult.Success<>(ChatJson.read(body, requestId));
    } catch (MalformedAnswer e) {
      return new ModelResult.Failure<>(
          new UnreadableAnswerException(
              e.defect(),
              "request '%s' of a batch: %s".formatted(customId, e.problem()),
              e.getCause(),
              new ReplyFacts(200, requestId.orElse(null), null, null)));
    }
  }

  /** A request that was never answered: {@code batch_expired}, {@code batch_cancelled}. */
  private static BatchAnswer failed(String customId, JsonNode error) {
    String code = Json.optionalText(error, "code").orElse("");
    String message = Json.optionalText(error, "message").orElse("");
    var facts = new ReplyFacts(0, null, NO_SECRETS.clean(message), code);
    String text = "request '%s' of a batch: %s %s".formatted(customId, code, message).strip();
    OpenAiException reason =
        switch (code) {
          case "batch_expired" -> new CallTimeoutException(text, null, facts);
          case "batch_cancelled" -> new CallCancelledException(text, null, facts);
          default -> new ServerFailureException(text, null, facts);
        };
    return new BatchAnswer(customId, new ModelResult.Failure<>(reason));
  }
}
