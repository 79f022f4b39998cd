package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.model.TextEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A model of a server that speaks OpenAI's protocol: writes text, scores given answers, embeds.
 *
 * <pre>{@code
 * var model = OpenAiModel.builder(client, "a-model").journal(Path.of("run.jsonl")).build();
 * var matcher = PromptedMatcher.builder(model).build();
 * }</pre>
 *
 * <p>What a server and a model can do is said by {@link ModelCapabilities}, never guessed from a
 * name: whether there are log-probabilities, which field limits the tokens, whether the temperature
 * may be set.
 *
 * <p><b>Scores</b> come from the log-probabilities of the first tokens of an answer. A server lists
 * only the most probable tokens, so what it does not list is bounded: a choice that is not among
 * them counts as the least probable listed token or as what all of them leave over, whichever is
 * less, which is the most that it can be; a choice of several tokens is followed along the written
 * answer, and counts as its listed beginning where it leaves that. Where none of the choices is
 * listed, all are impossible, which a matcher takes as undecided. A server without
 * log-probabilities is asked for text: the choice that the answer begins with gets probability 1.
 *
 * <p><b>A run survives the world</b> with a {@linkplain Builder#journal journal}. A question that
 * fails becomes a {@link ModelResult.Failure} in its place; a call throws only where everything
 * failed, and for a reason that is not the questions': no key, no money, no server. Then and after
 * an interrupt, what was answered is in the journal.
 *
 * <p>Safe for use by many threads. The caller closes the model, and after it the client.
 */
// Longer than most classes here: half of it says what the options mean.
public final class OpenAiModel implements LanguageModel, ChoiceScorer, TextEmbedder {
  private final OpenAiClient client;
  private final ModelId id;
  private final QuestionForm form;
  private final ChoiceMatching matching;
  private final int embeddingBatch;
  private final OptionalInt dimensions;
  private final StoredAnswers stores;
  private final Asking asking;
  private volatile boolean closed;

  private OpenAiModel(Builder builder) {
    this.client = builder.client;
    this.id = new ModelId("openai", builder.model, builder.revision);
    this.form = builder.form();
    this.matching = builder.matching;
    this.embeddingBatch = builder.embeddingBatch;
    this.dimensions = builder.dimensions;
    this.stores = builder.openStores();
    this.asking = builder.asking(stores);
  }

  /**
   * Starts a model.
   *
   * @param client the server; stays the caller's to close
   * @param model the model's name on the server; on Azure, the deployment's; not blank
   * @return a new builder
   * @throws IllegalArgumentException if the name is blank
   */
  public static Builder builder(OpenAiClient client, String model) {
    return new Builder(client, model);
  }

  /** The provider is always {@code openai}, which names the protocol. */
  @Override
  public ModelId id() {
    return id;
  }

  @Override
  public List<ModelResult<Completion>> complete(
      List<Prompt> prompts, GenerationOptions generation) {
    return ask(prompts, prompt -> form.writing(prompt, generation), ChatAnswer::toCompletion);
  }

  @Override
  public List<ModelResult<ChoiceScores>> score(List<Prompt> prompts, List<String> choices) {
    var reader = new ChoiceReader(choices, matching);
    return ask(prompts, form::scoring, answer -> scores(reader, answer));
  }

  private static ChoiceScores scores(ChoiceReader reader, ChatAnswer answer) {
    if (answer.finishReason() == FinishReason.CONTENT_FILTER
        && answer.logProbabilities().isEmpty()) {
      throw new ContentFilterException(
          "a filter of the server withheld the answer",
          null,
          new ReplyFacts(200, answer.requestId().orElse(null), null, "content_filter"));
    }
    return reader.read(answer);
  }

  private <T> List<ModelResult<T>> ask(
      List<Prompt> prompts, Function<Prompt, ChatRequest> request, Function<ChatAnswer, T> read) {
    prompts.forEach(prompt -> requireNonNull(prompt, "prompt"));
    requireUsable();
    return asking.ask(prompts.stream().map(request).iterator(), read);
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    requireUsable();
    var calls = new ArrayList<InFlight<EmbeddingAnswer>>();
    var vectors = new ArrayList<float[]>(texts.size());
    try {
      for (int from = 0; from < texts.size(); from += embeddingBatch) {
        List<String> some = texts.subList(from, Math.min(texts.size(), from + embeddingBatch));
        calls.add(client.submitEmbedding(new EmbeddingRequest(form.model(), some, dimensions)));
      }
      for (InFlight<EmbeddingAnswer> call : calls) {
        vectors.addAll(call.await().vectors());
      }
    } finally {
      calls.forEach(call -> call.cancel(true));
    }
    return Collections.unmodifiableList(vectors);
  }

  /** The model, its server and the length that was asked for. */
  @Override
  public String embeddingId() {
    String length = dimensions.isPresent() ? ", " + dimensions.getAsInt() + " dimensions" : "";
    return id + " at " + client.context().endpoint() + length;
  }

  /** The model and its server. */
  @Override
  public String toString() {
    return "OpenAiModel[" + id + " at " + client.context().endpoint() + "]";
  }

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CallCancelledException(
          "interrupted before anything was asked", null, ReplyFacts.NONE);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stores.close();
    }
  }

  /** Collects what a model can do. Not safe for use by many threads. */
  public static final class Builder {
    private final OpenAiClient client;
    private final String model;
    private Optional<String> revision = Optional.empty();
    private ModelCapabilities capabilities = ModelCapabilities.DEFAULTS;
    private int scoringTokens = 4;
    private ChoiceMatching matching = ChoiceMatching.IGNORE_SPACE;
    private Optional<String> reasoningEffort = Optional.empty();
    private Optional<JsonSchema> jsonSchema = Optional.empty();
    private String extraFields = "{}";
    private int embeddingBatch = 256;
    private OptionalInt dimensions = OptionalInt.empty();
    private Optional<Path> journal = Optional.empty();
    private Optional<Path> cache = Optional.empty();
    private Optional<BatchOptions> batches = Optional.empty();

    private Builder(OpenAiClient client, String model) {
      this.client = requireNonNull(client, "client");
      this.model = model;
      if (model.isBlank()) {
        throw new IllegalArgumentException("model must not be blank");
      }
    }

    /**
     * Says which version of the model this is, where its name does not.
     *
     * @param version goes into the identity of the model
     * @return this builder
     */
    public Builder revision(String version) {
      this.revision = Optional.of(version);
      return this;
    }

    /**
     * Says what the model can do and how it wants to be asked.
     *
     * @param modelCapabilities default {@link ModelCapabilities#DEFAULTS}; {@link
     *     ModelCapabilities#probe} asks the server
     * @return this builder
     */
    public Builder capabilities(ModelCapabilities modelCapabilities) {
      this.capabilities = requireNonNull(modelCapabilities, "modelCapabilities");
      return this;
    }

    /**
     * Sets how many tokens an answer may have that is asked for its scores. A reasoning model needs
     * room for its thoughts.
     *
     * @param tokens at least 1; default 4, enough for the words of most choices
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder scoringTokens(int tokens) {
      this.scoringTokens = requirePositive("scoringTokens", tokens);
      return this;
    }

    /**
     * Sets when the tokens of an answer count as a choice.
     *
     * @param choiceMatching default {@link ChoiceMatching#IGNORE_SPACE}
     * @return this builder
     */
    public Builder choiceMatching(ChoiceMatching choiceMatching) {
      this.matching = requireNonNull(choiceMatching, "choiceMatching");
      return this;
    }

    /**
     * Sets how much a reasoning model thinks.
     *
     * @param effort a word that the model knows, such as {@code low}
     * @return this builder
     */
    public Builder reasoningEffort(String effort) {
      this.reasoningEffort = Optional.of(effort);
      return this;
    }

    /**
     * Asks for written answers in JSON of a form.
     *
     * @param schema the form; scores are asked for without it
     * @return this builder
     */
    public Builder jsonSchema(JsonSchema schema) {
      this.jsonSchema = Optional.of(schema);
      return this;
    }

    /**
     * Adds fields that only some servers know.
     *
     * @param json a JSON object, see {@link ChatRequest.Builder#extraFields}
     * @return this builder
     */
    public Builder extraFields(String json) {
      this.extraFields = requireNonNull(json, "json");
      return this;
    }

    /**
     * Sets how many texts are embedded by one request.
     *
     * @param texts 1 to 2,048; default 256
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder embeddingBatch(int texts) {
      if (texts > EmbeddingRequest.MOST_TEXTS) {
        throw new IllegalArgumentException("embeddingBatch must be 1 to 2,048, found " + texts);
      }
      this.embeddingBatch = requirePositive("embeddingBatch", texts);
      return this;
    }

    /**
     * Sets how long vectors shall be.
     *
     * @param length at least 1; by default the model decides
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder dimensions(int length) {
      this.dimensions = OptionalInt.of(requirePositive("dimensions", length));
      return this;
    }

    /**
     * Keeps the answers of this run in a file, so that the run can be started again where it ended,
     * whatever ended it: a question whose answer is in the file is not asked again. An answer is
     * written before anybody sees it. Questions that were under way when the process died (as many
     * as the client's concurrency at most) are asked again, and so are those that failed. What the
     * answers in the file cost counts towards the client's {@link SpendLimit}, unless they came
     * from a {@linkplain #cache cache}.
     *
     * <p>The file holds answers, and hashes of the questions. One run uses it at a time. A power
     * failure, unlike the death of the process, may cost the answers of the last seconds.
     *
     * @param file made where it is missing; its folder has to exist
     * @return this builder
     */
    public Builder journal(Path file) {
      this.journal = Optional.of(file);
      return this;
    }

    /**
     * Keeps answers in a folder for all runs, and takes them from there: the same server, model,
     * messages and options get the same answer, for ever. Many processes may use it at a time.
     *
     * @param folder made where it is missing
     * @return this builder
     */
    public Builder cache(Path folder) {
      this.cache = Optional.of(folder);
      return this;
    }

    /**
     * Asks through the server's Batch API in place of one by one: cheaper, and within a day. A call
     * of {@link OpenAiModel#complete} or {@link OpenAiModel#score} then uploads its questions,
     * waits for the batch, keeps the answers in the {@linkplain #journal journal}, which is needed
     * for this, and asks again what expired or failed for a reason that may pass. Whatever ends the
     * process, the next run with the same journal waits for the same batches: they are written down
     * beside it, in {@code FILE.batches}. A batch that somebody cancels on the server ends the call
     * with {@link CallCancelledException}. Give all questions in one call; a matcher does where its
     * batch size allows.
     *
     * @param options intervals, sizes and rounds
     * @return this builder
     */
    public Builder throughBatches(BatchOptions options) {
      this.batches = Optional.of(options);
      return this;
    }

    /**
     * Opens journal and cache. Nothing is sent yet.
     *
     * @return the model
     * @throws EntityMatchingException if the journal cannot be read, is something else, or is in
     *     use
     * @throws IllegalArgumentException if the extra fields are no JSON object, batches are asked
     *     for without a journal, or the client limits money and has no prices of the model
     */
    public OpenAiModel build() {
      // Checks the fields before anything is opened.
      var unused = form().scoring(Prompt.of("?"));
      if (batches.isPresent() && journal.isEmpty()) {
        throw new IllegalArgumentException("throughBatches needs a journal");
      }
      client.context().spend().ifPresent(meter -> meter.requirePrices(model));
      return new OpenAiModel(this);
    }

    private Asking asking(StoredAnswers answers) {
      if (batches.isEmpty()) {
        return new AnswerCollector(client, answers);
      }
      try {
        return new BatchCollector(client, answers, journal.orElseThrow(), batches.get());
      } catch (RuntimeException e) {
        answers.close();
        throw e;
      }
    }

    private StoredAnswers openStores() {
      var stores = new ArrayList<AnswerStore>();
      try {
        if (journal.isPresent()) {
          AnswerJournal opened = AnswerJournal.open(journal.get());
          stores.add(opened);
          charge(opened, journal.get());
        }
        cache.ifPresent(folder -> stores.add(new AnswerCache(folder)));
      } catch (RuntimeException e) {
        // Or nobody could open the journal any more.
        stores.forEach(AnswerStore::close);
        throw e;
      }
      return new StoredAnswers(List.copyOf(stores));
    }

    private void charge(AnswerJournal opened, Path file) {
      TokenUsage before = opened.usageOf(model);
      // What this client spent itself is counted already.
      String source = model + " " + file.toAbsolutePath();
      client.context().spend().ifPresent(meter -> meter.chargeOnce(source, model, before));
    }

    private QuestionForm form() {
      return new QuestionForm(
          model, capabilities, scoringTokens, reasoningEffort, jsonSchema, extraFields);
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
