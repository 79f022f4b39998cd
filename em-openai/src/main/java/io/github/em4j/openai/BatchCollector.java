package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.ModelResult;
import io.github.em4j.openai.OpenBatches.Open;
import io.github.em4j.openai.SpendMeter.Reservation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks through batches. What counts is the journal: a question whose answer is there is not asked,
 * every answer that a batch brings is put there, and what is missing then is asked in the next
 * round. Batches under way are written down beside the journal before they are waited for, so a
 * process that dies leaves nothing that the next one would pay for again.
 */
final class BatchCollector implements Asking {
  private static final System.Logger LOGGER = System.getLogger(BatchCollector.class.getName());

  /** Names, in a batch's metadata, the questions that are in it. */
  private static final String QUESTIONS = "em4j_questions";

  private final OpenAiClient client;
  private final StoredAnswers stores;
  private final BatchOptions options;
  private final Optional<SpendMeter> spend;
  private final Path folder;
  private final BatchLines lines;
  private final OpenBatches open;
  // What a batch left unanswered is the same set of questions where it answered none.
  private final Set<String> collected = new HashSet<>();

  /** What one call asks, and which of that failed so far. */
  private record Harvest(
      Map<AnswerKey, ChatRequest> questions, Map<AnswerKey, OpenAiException> failures) {}

  /**
   * Reads which batches are under way.
   *
   * @param journal where the answers are kept; part of {@code stores}
   */
  BatchCollector(OpenAiClient client, StoredAnswers stores, Path journal, BatchOptions options) {
    this.client = client;
    this.stores = stores;
    this.options = options;
    this.spend = client.context().spend();
    this.lines = new BatchLines(client);
    Path absolute = journal.toAbsolutePath();
    this.folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
    this.open = new OpenBatches(absolute);
  }

  @Override
  public synchronized <T> List<ModelResult<T>> ask(
      Iterator<ChatRequest> requests, Function<ChatAnswer, T> read) {
    var keys = new ArrayList<AnswerKey>();
    var missing = new LinkedHashMap<AnswerKey, ChatRequest>();
    while (requests.hasNext()) {
      ChatRequest request = requests.next();
      AnswerKey key = AnswerKey.of(client.context().endpoint(), request);
      keys.add(key);
      missing.put(key, request);
    }
    var harvest = new Harvest(Map.copyOf(missing), new HashMap<>());
    collectAll(harvest);
    harvest.failures().clear();
    for (int round = 1; round <= options.rounds(); round++) {
      missing.entrySet().removeIf(one -> isDone(one.getKey(), one.getValue(), harvest.failures()));
      for (Map<AnswerKey, ChatRequest> some : lines.cut(missing, options.questions())) {
        submit(some, harvest);
      }
      collectAll(harvest);
    }
    var results = new ArrayList<ModelResult<T>>(keys.size());
    keys.forEach(key -> results.add(result(key, harvest.failures(), read)));
    AnswerCollector.requireSome(results);
    return Collections.unmodifiableList(results);
  }

  private boolean isDone(
      AnswerKey key, ChatRequest request, Map<AnswerKey, OpenAiException> failures) {
    OpenAiException failure = failures.get(key);
    return failure == null ? stores.find(key, request.model()).isPresent() : !failure.isRetryable();
  }

  private <T> ModelResult<T> result(
      AnswerKey key, Map<AnswerKey, OpenAiException> failures, Function<ChatAnswer, T> read) {
    Optional<ChatAnswer> answer = stores.find(key);
    if (answer.isEmpty()) {
      return new ModelResult.Failure<>(
          failures.getOrDefault(
              key,
              new UnreadableAnswerException(
                  UnreadableAnswerException.Defect.TRUNCATED,
                  "the batch ended without an answer to the question",
                  null,
                  ReplyFacts.NONE)));
    }
    try {
      return new ModelResult.Success<>(read.apply(answer.get()));
    } catch (OpenAiException e) {
      return new ModelResult.Failure<>(e);
    }
  }

  /** Starts a batch, unless a process that died has started the very same one. */
  private void submit(Map<AnswerKey, ChatRequest> questions, Harvest harvest) {
    String model = questions.values().iterator().next().model();
    String name = AnswerKey.ofAll(questions.keySet()).toString();
    Optional<BatchJob> found =
        client
            .batches()
            .find(QUESTIONS, name)
            .filter(job -> isOurs(job.status()) && !collected.contains(job.id()));
    if (found.isPresent()) {
      open.add(new Open(found.get().id(), model));
      spend.ifPresent(meter -> meter.found(found.get().id(), model, lines.bound(questions)));
      return;
    }
    Optional<Reservation> reservation =
        spend.map(meter -> reserve(meter, model, lines.bound(questions), harvest));
    BatchJob started;
    try {
      started = start(name, questions);
    } catch (RuntimeException e) {
      reservation.ifPresent(room -> spend.orElseThrow().release(room));
      throw e;
    }
    reservation.ifPresent(room -> spend.orElseThrow().began(started.id(), room));
    open.add(new Open(started.id(), model));
  }

  private Reservation reserve(SpendMeter meter, String model, TokenUsage bound, Harvest harvest) {
    try {
      return meter.reserveBatch(model, bound);
    } catch (SpendLimitException e) {
      if (open.list().isEmpty()) {
        throw e;
      }
      // What is under way may cost less than it could.
      collectAll(harvest);
      return meter.reserveBatch(model, bound);
    }
  }

  /** Whether there are answers in it, or will be. */
  private static boolean isOurs(BatchJob.Status status) {
    return !status.isFinal()
        || status == BatchJob.Status.COMPLETED
        || status == BatchJob.Status.EXPIRED;
  }

  private BatchJob start(String name, Map<AnswerKey, ChatRequest> questions) {
    Path input = temporary();
    try {
      var named = new LinkedHashMap<String, ChatRequest>();
      questions.forEach((key, request) -> named.put(key.toString(), request));
      BatchFiles.write(input, client.context().endpoint().batchPath(), named);
      UploadedFile file = client.files().upload(input, OpenAiFiles.Purpose.BATCH);
      return client.batches().create(file.id(), Map.of(QUESTIONS, name));
    } finally {
      delete(input);
    }
  }

  private void collectAll(Harvest harvest) {
    open.list().forEach(job -> collect(job, harvest));
  }

  /** Waits for a batch and keeps its answers. */
  private void collect(Open job, Harvest harvest) {
    BatchJob ended;
    try {
      ended = client.batches().await(job.id(), options.interval(), options.listener());
      ended.outputFile().ifPresent(file -> read(file, job, harvest));
      ended.errorFile().ifPresent(file -> read(file, job, harvest));
    } catch (ResourceNotFoundException e) {
      LOGGER.log(
          Level.WARNING,
          "batch '" + job.id() + "' or its answers are gone; its questions are asked again");
      end(job);
      return;
    }
    end(job);
    if (options.deletingFiles()) {
      deleteFiles(ended);
    }
    if (ended.status() == BatchJob.Status.FAILED) {
      throw new BadRequestException(
          "the server refused batch '%s': %s".formatted(ended.id(), ended.errors()),
          null,
          ReplyFacts.NONE);
    }
    if (ended.status() == BatchJob.Status.CANCELLED) {
      throw new CallCancelledException(
          "batch '%s' was cancelled on the server; what it had answered is kept, and the next call asks the rest"
              .formatted(ended.id()),
          null,
          ReplyFacts.NONE);
    }
  }

  private void end(Open job) {
    open.remove(job);
    collected.add(job.id());
    spend.ifPresent(meter -> meter.ended(job.id()));
  }

  private void read(String file, Open job, Harvest harvest) {
    Path output = temporary();
    try {
      client.files().download(file, output);
      try (InputStream in = Files.newInputStream(output)) {
        // A line that cannot be read costs its question another round, not the run.
        BatchFiles.read(
            in,
            file,
            answer -> take(answer, job, harvest),
            broken -> LOGGER.log(Level.WARNING, broken.getMessage()));
      }
    } catch (IOException e) {
      throw new EntityMatchingException("batch file '" + output + "' cannot be read: " + e, e);
    } finally {
      delete(output);
    }
  }

  private void take(BatchAnswer answer, Open job, Harvest harvest) {
    AnswerKey key;
    try {
      key = AnswerKey.parse(answer.customId());
    } catch (IllegalArgumentException e) {
      // Not ours.
      return;
    }
    if (answer.result() instanceof ModelResult.Success<ChatAnswer> success) {
      if (stores.find(key).isEmpty()) {
        stores.keep(new StoredAnswer(key, job.model(), success.value()));
        spend.ifPresent(
            meter -> meter.charge(job.id(), job.model(), cost(key, success.value(), harvest)));
      }
      harvest.failures().remove(key);
    } else if (answer.result() instanceof ModelResult.Failure<ChatAnswer> failure
        && failure.error() instanceof OpenAiException error) {
      harvest.failures().put(key, error);
    }
  }

  /** What an answer cost: the most that it can have, where the server does not say. */
  private TokenUsage cost(AnswerKey key, ChatAnswer answer, Harvest harvest) {
    TokenUsage usage = answer.usage();
    boolean counted =
        usage.promptTokens() > 0 && (usage.completionTokens() > 0 || answer.text().isEmpty());
    ChatRequest question = harvest.questions().get(key);
    return counted || question == null ? usage : lines.bound(Map.of(key, question));
  }

  private void deleteFiles(BatchJob job) {
    var files = new ArrayList<>(List.of(job.inputFile()));
    job.outputFile().ifPresent(files::add);
    job.errorFile().ifPresent(files::add);
    for (String file : files) {
      try {
        client.files().delete(file);
      } catch (OpenAiException e) {
        LOGGER.log(Level.WARNING, "file '" + file + "' stays on the server: " + e.kind());
      }
    }
  }

  private Path temporary() {
    try {
      return Files.createTempFile(folder, "em4j-batch", ".jsonl");
    } catch (IOException e) {
      throw new EntityMatchingException("no file for a batch in '" + folder + "': " + e, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "'" + file + "' cannot be deleted: " + e);
    }
  }
}
