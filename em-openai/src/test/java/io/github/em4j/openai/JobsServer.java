package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** A server with one job, which moves on by a status with every look at it. */
final class JobsServer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<String> statuses;
  private final List<ObjectNode> jobs = new ArrayList<>();
  final List<String> uploads = new CopyOnWriteArrayList<>();

  /** Whether the answer to the first creation is lost on the way. */
  volatile boolean losesTheFirstAnswer;

  private int looks;
  private boolean cancelled;

  JobsServer(String... statuses) {
    this.statuses = List.of(statuses);
  }

  synchronized int jobCount() {
    return jobs.size();
  }

  synchronized MockResponse answer(RecordedRequest request) {
    String path = request.getTarget().replaceAll("^/v1|\\?.*$", "");
    if (path.equals("/files")) {
      uploads.add(FakeServer.body(request));
      return json("{\"id\":\"file-%d\",\"filename\":\"f\",\"bytes\":9}".formatted(uploads.size()));
    }
    if (path.startsWith("/files/") && path.endsWith("/content")) {
      return json("content of " + path.replaceAll("^/files/|/content$", ""));
    }
    if (path.endsWith("/cancel") && cancelled) {
      return FakeServer.error(400, "invalid_state", "the job is cancelled already");
    }
    if (path.endsWith("/cancel")) {
      cancelled = true;
      return job();
    }
    if (path.endsWith("/events")) {
      return events();
    }
    if (path.endsWith("/checkpoints")) {
      return json(
          "{\"data\":[{\"fine_tuned_model_checkpoint\":\"ft:2\",\"step_number\":20,\"metrics\":{\"step\":20,\"valid_loss\":0.1}},"
              + "{\"fine_tuned_model_checkpoint\":\"ft:1\",\"step_number\":10,\"metrics\":{\"step\":10,\"valid_loss\":0.2}}]}");
    }
    if (path.endsWith("/jobs") || path.endsWith("/batches")) {
      return request.getMethod().equals("POST") ? create(request) : list();
    }
    looks++;
    return job();
  }

  private MockResponse create(RecordedRequest request) {
    ObjectNode job = (ObjectNode) parse(request);
    job.put("id", "job-" + (jobs.size() + 1));
    jobs.add(job);
    return losesTheFirstAnswer && jobs.size() == 1 ? FakeServer.json(500, "lost") : job();
  }

  private MockResponse list() {
    ObjectNode list = MAPPER.createObjectNode();
    var data = list.putArray("data");
    jobs.forEach(job -> data.add(job.deepCopy().put("status", status())));
    return json(list.toString());
  }

  private String status() {
    return cancelled ? "cancelled" : statuses.get(Math.min(looks, statuses.size() - 1));
  }

  private MockResponse job() {
    ObjectNode job = jobs.get(jobs.size() - 1).deepCopy().put("status", status());
    job.put("output_file_id", "file-out").put("trained_tokens", 1234);
    job.put("fine_tuned_model", status().equals("succeeded") ? "ft:tuned" : null);
    if (status().equals("failed")) {
      job.putObject("error").put("message", "the loss is no number");
    }
    return json(job.toString());
  }

  /** The newest first, as the protocol has it. */
  private MockResponse events() {
    return json(
        "{\"data\":[{\"id\":\"e2\",\"created_at\":2,\"level\":\"info\",\"message\":\"Step 5/20\",\"type\":\"metrics\","
            + "\"data\":{\"step\":5,\"total_steps\":20,\"train_loss\":0.5}},"
            + "{\"id\":\"e1\",\"created_at\":1,\"level\":\"warn\",\"message\":\"Job enqueued\"}]}");
  }

  private static JsonNode parse(RecordedRequest request) {
    try {
      return MAPPER.readTree(request.getBody().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MockResponse json(String body) {
    return FakeServer.json(200, body);
  }
}
