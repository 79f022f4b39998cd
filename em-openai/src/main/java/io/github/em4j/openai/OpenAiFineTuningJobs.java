package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.openai.FineTuningJob.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okio.ByteString;

/**
 * The jobs of fine-tuning of an account. {@link OpenAiFineTuner} does the whole work from examples
 * to model. Safe for use by many threads.
 */
public final class OpenAiFineTuningJobs {
  private static final String PATH = "/fine_tuning/jobs";

  private final OpenAiClient client;

  OpenAiFineTuningJobs(OpenAiClient client) {
    this.client = client;
  }

  /**
   * Starts a job. One job comes into being, also where the answer is lost on the way.
   *
   * @param request what to tune
   * @return the job
   * @throws OpenAiException if the server does not start it
   */
  public FineTuningJob create(FineTuningJobRequest request) {
    return CreatedOnce.create(
        mark ->
            one(
                Outgoing.create(
                    PATH, new Outgoing.Body.Json(ByteString.of(Json.bytes(request.toJson(mark))))),
                OpenAiFineTuningJobs::read),
        mark ->
            list().stream()
                .filter(job -> mark.equals(job.metadata().get(CreatedOnce.MARK)))
                .findFirst());
  }

  /**
   * The newest 100 jobs.
   *
   * @return the newest first
   * @throws OpenAiException if the server does not say
   */
  public List<FineTuningJob> list() {
    return page(PATH, "limit=100", OpenAiFineTuningJobs::read);
  }

  /**
   * Looks at a job.
   *
   * @param id the job
   * @return how it is now
   * @throws OpenAiException if the server does not say
   */
  public FineTuningJob retrieve(String id) {
    return one(Outgoing.get(path(id), ""), OpenAiFineTuningJobs::read);
  }

  /**
   * Asks for the end of a job.
   *
   * @param id the job
   * @return how it is now
   * @throws OpenAiException if the server refuses
   */
  public FineTuningJob cancel(String id) {
    return one(Outgoing.post(path(id) + "/cancel"), OpenAiFineTuningJobs::read);
  }

  /**
   * What the server said about a job lately.
   *
   * @param id the job
   * @return the last 100 events, the oldest first
   * @throws OpenAiException if the server does not say
   */
  public List<FineTuningJobEvent> events(String id) {
    var events =
        new ArrayList<>(page(path(id) + "/events", "limit=100", OpenAiFineTuningJobs::event));
    Collections.reverse(events);
    return Collections.unmodifiableList(events);
  }

  /**
   * The models that were kept during a job.
   *
   * @param id the job
   * @return the last 100, the oldest first
   * @throws OpenAiException if the server does not say
   */
  public List<FineTuningCheckpoint> checkpoints(String id) {
    return page(path(id) + "/checkpoints", "limit=100", OpenAiFineTuningJobs::checkpoint).stream()
        .sorted(Comparator.comparingLong(FineTuningCheckpoint::step))
        .toList();
  }

  private static String path(String id) {
    return PATH + "/" + Endpoint.encode(id);
  }

  private <T> T one(Outgoing request, Function<JsonNode, T> read) {
    return client
        .submit(
            request,
            reply -> Exchange.Read.of(read.apply(Json.parseObject(reply.body()))),
            value -> {})
        .await();
  }

  private <T> List<T> page(String path, String query, Function<JsonNode, T> read) {
    return one(
        Outgoing.get(path, query),
        body -> {
          var values = new ArrayList<T>();
          Json.array(body, "data").forEach(entry -> values.add(read.apply(entry)));
          return List.copyOf(values);
        });
  }

  static FineTuningJob read(JsonNode job) {
    var files = new ArrayList<String>();
    job.path("result_files").forEach(file -> files.add(file.asText("")));
    var metadata = new LinkedHashMap<String, String>();
    job.path("metadata")
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText("")));
    JsonNode error = job.path("error");
    return new FineTuningJob(
        Json.text(job, "id"),
        Status.of(Json.text(job, "status")),
        Json.optionalText(job, "model").orElse(""),
        Json.optionalText(job, "fine_tuned_model"),
        // Healthy jobs carry an empty error on some servers.
        Json.optionalText(error, "message").filter(text -> !text.isBlank()),
        Json.optionalNumber(job, "trained_tokens"),
        time(job, "estimated_finish"),
        files,
        metadata);
  }

  static FineTuningJobEvent event(JsonNode event) {
    return new FineTuningJobEvent(
        Json.text(event, "id"),
        time(event, "created_at").orElse(Instant.EPOCH),
        Json.optionalText(event, "level").orElse("info"),
        Json.optionalText(event, "message").orElse(""),
        figures(event.path("data")));
  }

  static FineTuningCheckpoint checkpoint(JsonNode checkpoint) {
    return new FineTuningCheckpoint(
        Json.text(checkpoint, "fine_tuned_model_checkpoint"),
        Json.number(checkpoint, "step_number"),
        figures(checkpoint.path("metrics")));
  }

  private static Map<String, Double> figures(JsonNode node) {
    var figures = new LinkedHashMap<String, Double>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getValue().isNumber()) {
        figures.put(entry.getKey(), entry.getValue().doubleValue());
      }
    }
    return figures;
  }

  /** A moment in seconds; empty where the number is none, such as one in nanoseconds. */
  private static Optional<Instant> time(JsonNode node, String field) {
    long seconds = Json.optionalNumber(node, field).orElse(Long.MAX_VALUE);
    return seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond()
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }
}
