package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** A server that answers batches, as {@link ModelServer} would, a status further at every look. */
final class BatchServer {

  /** What becomes of a question. */
  enum Fate {
    ANSWERED,
    REFUSED,
    FAILED,
    EXPIRED,
    BROKEN,
    FORGOTTEN,
    CANCELLED
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> COURSE = List.of("validating", "in_progress", "finalizing");

  /** Says what becomes of a question that is asked for the n-th time, from 1. */
  private final BiFunction<String, Integer, Fate> fates;

  private final Map<String, String> files = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<ObjectNode> jobs = new ArrayList<>();
  private final Map<String, Integer> looks = new HashMap<>();
  private boolean refusing;
  private boolean counting = true;

  BatchServer(BiFunction<String, Integer, Fate> fates) {
    this.fates = fates;
  }

  synchronized void refuseBatches() {
    refusing = true;
  }

  /** Leaves out of answers what they cost. */
  synchronized void countNothing() {
    counting = false;
  }

  /** The questions of each batch, by number. */
  synchronized List<Integer> sizes() {
    return jobs.stream().map(job -> job.path("request_counts").path("total").asInt()).toList();
  }

  synchronized void deleteFiles() {
    files.clear();
  }

  synchronized int fileCount() {
    return files.size();
  }

  synchronized ObjectNode job(int number) {
    return jobs.get(number);
  }

  synchronized MockResponse answer(RecordedRequest request) {
    String path = request.getTarget().replaceAll("^(/v1|/openai)|\\?.*$", "");
    if (path.equals("/files")) {
      String id = store(content(FakeServer.body(request)));
      return json("{\"id\":\"%s\",\"filename\":\"f\",\"bytes\":9}".formatted(id));
    }
    if (path.endsWith("/content")) {
      String id = path.split("/", -1)[2];
      return files.containsKey(id)
          ? json(fileOf(id))
          : FakeServer.error(404, "not_found", "No such File object: " + id);
    }
    if (path.startsWith("/files/")) {
      files.remove(path.split("/", -1)[2]);
      return json("{\"deleted\":true}");
    }
    if (path.equals("/batches")) {
      return request.getMethod().equals("POST") ? create(request) : list();
    }
    return look(path.split("/", -1)[2]);
  }

  /** The file in a form of two parts. */
  private static String content(String form) {
    String boundary = form.substring(0, form.indexOf("\r\n"));
    String part = form.split(boundary, -1)[2];
    return part.substring(part.indexOf("\r\n\r\n") + 4).strip();
  }

  private String store(String content) {
    String id = "file-" + (files.size() + asked.size() + jobs.size() * 100 + 1);
    files.put(id, content);
    return id;
  }

  private String fileOf(String id) {
    return requireNonNull(files.get(id), id);
  }

  private String input(JsonNode job) {
    return fileOf(job.path("input_file_id").asText());
  }

  private MockResponse create(RecordedRequest request) {
    ObjectNode job = (ObjectNode) ModelServer.parse(request);
    job.put("id", "batch_" + (jobs.size() + 1)).put("status", COURSE.get(0));
    long lines = input(job).lines().count();
    job.putObject("request_counts").put("total", lines);
    jobs.add(job);
    return json(job.toString());
  }

  private MockResponse list() {
    ArrayNode newest = MAPPER.createArrayNode();
    for (int i = jobs.size() - 1; i >= 0; i--) {
      newest.add(jobs.get(i));
    }
    return json("{\"data\":" + newest + "}");
  }

  private MockResponse look(String id) {
    ObjectNode job =
        jobs.stream().filter(j -> j.path("id").asText().equals(id)).findFirst().orElseThrow();
    int count = looks.merge(id, 1, Integer::sum);
    if (count < COURSE.size()) {
      job.put("status", COURSE.get(count));
    } else if (COURSE.contains(job.path("status").asText())) {
      finish(job);
    }
    return json(job.toString());
  }

  private void finish(ObjectNode job) {
    if (refusing) {
      job.put("status", "failed");
      job.putObject("errors")
          .putArray("data")
          .addObject()
          .put("line", 1)
          .put("message", "no such model");
      return;
    }
    var output = new ArrayList<String>();
    var errors = new ArrayList<String>();
    boolean expired = false;
    boolean cancelled = false;
    for (String line : input(job).lines().toList()) {
      JsonNode question = parse(line);
      String text = ModelServer.question(question.path("body"));
      Fate fate = fates.apply(text, asked.merge(text, 1, Integer::sum));
      expired |= fate == Fate.EXPIRED;
      cancelled |= fate == Fate.CANCELLED;
      // In any order.
      (fate == Fate.ANSWERED || fate == Fate.BROKEN ? output : errors)
          .add(0, line(question.path("custom_id").asText(), question.path("body"), fate));
    }
    job.put("status", cancelled ? "cancelled" : expired ? "expired" : "completed");
    job.put("output_file_id", store(String.join("\n", output)));
    job.put("error_file_id", store(String.join("\n", errors)));
  }

  private String line(String id, JsonNode question, Fate fate) {
    String answer = ModelServer.answerTo(question);
    if (!counting) {
      answer = answer.replaceAll(",\"usage\":\\{[^}]*}", "");
    }
    return switch (fate) {
      case ANSWERED -> response(id, 200, answer);
      case REFUSED -> response(id, 400, "{\"error\":{\"message\":\"too long\",\"code\":\"long\"}}");
      case FAILED -> response(id, 500, "{\"error\":{\"message\":\"oops\"}}");
      case EXPIRED -> unanswered(id, "batch_expired");
      case CANCELLED -> unanswered(id, "batch_cancelled");
      case BROKEN -> response(id, 200, answer).substring(0, 70);
      case FORGOTTEN -> "";
    };
  }

  private static String unanswered(String id, String code) {
    return "{\"custom_id\":\"%s\",\"response\":null,\"error\":{\"code\":\"%s\",\"message\":\"late\"}}"
        .formatted(id, code);
  }

  private static String response(String id, int status, String body) {
    return "{\"custom_id\":\"%s\",\"response\":{\"status_code\":%d,\"request_id\":\"r\",\"body\":%s},\"error\":null}"
        .formatted(id, status, body);
  }

  private static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MockResponse json(String body) {
    return FakeServer.json(200, body);
  }
}
