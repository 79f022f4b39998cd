package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.openai.BatchJob.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import okio.ByteString;

/**
 * The batches of an account, step by step; {@link OpenAiModel.Builder#throughBatches} does a whole
 * run. {@link BatchFiles} writes their input and reads their output. Safe for use by many threads.
 *
 * <pre>{@code
 * BatchFiles.write(input, requests);
 * UploadedFile file = client.files().upload(input, OpenAiFiles.Purpose.BATCH);
 * BatchJob job = client.batches().create(file.id(), Map.of());
 * job = client.batches().await(job.id(), Duration.ofMinutes(1), progress -> {});
 * }</pre>
 */
public final class OpenAiBatches {
  private static final String PATH = "/batches";

  private final OpenAiClient client;

  OpenAiBatches(OpenAiClient client) {
    this.client = client;
  }

  /**
   * Starts a batch of chats. One batch comes into being, also where the answer is lost on the way.
   *
   * @param inputFile an uploaded file of requests
   * @param metadata what to remember with it: 15 entries at most
   * @return the batch
   * @throws OpenAiException if the server does not start it
   */
  public BatchJob create(String inputFile, Map<String, String> metadata) {
    return CreatedOnce.create(
        mark -> {
          ObjectNode body =
              Json.object()
                  .put("input_file_id", inputFile)
                  .put("endpoint", client.context().endpoint().batchPath())
                  .put("completion_window", "24h");
          ObjectNode marked = body.putObject("metadata");
          metadata.forEach(marked::put);
          marked.put(CreatedOnce.MARK, mark);
          return job(
              Outgoing.create(PATH, new Outgoing.Body.Json(ByteString.of(Json.bytes(body)))));
        },
        mark -> find(CreatedOnce.MARK, mark));
  }

  /**
   * Looks for a batch by what was remembered with it.
   *
   * @param key name of an entry of its metadata
   * @param value the entry's value
   * @return the newest such batch among the newest 100, or empty
   * @throws OpenAiException if the server does not say
   */
  public Optional<BatchJob> find(String key, String value) {
    return list().stream().filter(job -> value.equals(job.metadata().get(key))).findFirst();
  }

  /**
   * The newest 100 batches.
   *
   * @return the newest first
   * @throws OpenAiException if the server does not say
   */
  public List<BatchJob> list() {
    return client
        .submit(
            Outgoing.get(PATH, "limit=100"),
            reply -> {
              var jobs = new ArrayList<BatchJob>();
              Json.array(Json.parseObject(reply.body()), "data")
                  .forEach(job -> jobs.add(read(job)));
              return Exchange.Read.of(List.copyOf(jobs));
            },
            jobs -> {})
        .await();
  }

  /**
   * Looks at a batch.
   *
   * @param id the batch
   * @return how it is now
   * @throws OpenAiException if the server does not say
   */
  public BatchJob retrieve(String id) {
    return job(Outgoing.get(PATH + "/" + Endpoint.encode(id), ""));
  }

  /**
   * Asks for the end of a batch; what was answered stays.
   *
   * @param id the batch
   * @return how it is now
   * @throws OpenAiException if the server refuses
   */
  public BatchJob cancel(String id) {
    return job(Outgoing.post(PATH + "/" + Endpoint.encode(id) + "/cancel"));
  }

  /**
   * Waits for the end of a batch, whatever that end is.
   *
   * @param id the batch
   * @param interval how long to wait between looks; positive
   * @param listener told of every look
   * @return the batch at its end
   * @throws OpenAiException if the server does not say, after all retries, or this thread was
   *     interrupted: the batch goes on then
   */
  public BatchJob await(String id, Duration interval, Consumer<BatchJob> listener) {
    while (true) {
      BatchJob job = retrieve(id);
      listener.accept(job);
      if (job.status().isFinal()) {
        return job;
      }
      client.pause(interval);
    }
  }

  private BatchJob job(Outgoing request) {
    return client
        .submit(request, reply -> Exchange.Read.of(read(Json.parseObject(reply.body()))), job -> {})
        .await();
  }

  static BatchJob read(JsonNode job) {
    var errors = new ArrayList<String>();
    for (JsonNode error : job.path("errors").path("data")) {
      String line =
          error.path("line").isNumber() ? "line " + error.path("line").asLong() + ": " : "";
      errors.add(line + error.path("message").asText(""));
    }
    var metadata = new LinkedHashMap<String, String>();
    job.path("metadata")
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText("")));
    JsonNode counts = job.path("request_counts");
    return new BatchJob(
        Json.text(job, "id"),
        Status.of(Json.text(job, "status")),
        Json.optionalText(job, "input_file_id").orElse(""),
        Json.optionalText(job, "output_file_id"),
        Json.optionalText(job, "error_file_id"),
        counts.path("total").asLong(0),
        counts.path("completed").asLong(0),
        counts.path("failed").asLong(0),
        errors,
        metadata);
  }
}
