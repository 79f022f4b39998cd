package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.TokenUsage;
import io.github.em4j.openai.Outgoing.Cost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import okio.ByteString;

/**
 * A client for any server that speaks OpenAI's protocol: OpenAI, Azure OpenAI, vLLM, Ollama, LM
 * Studio and others.
 *
 * <pre>{@code
 * try (var client = OpenAiClient.builder("https://api.openai.com/v1")
 *         .apiKey(() -> System.getenv("OPENAI_API_KEY"))
 *         .concurrency(32)
 *         .build();
 *     var model = OpenAiModel.builder(client, "a-model").build()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>At most {@code concurrency} requests are under way at a time, whoever makes them; others wait
 * in line. Failed attempts are made again as the {@link RetryPolicy} says, rate limits that the
 * server states are kept to before they are met, and a {@link SpendLimit} is never passed. What
 * still fails is thrown as an {@link OpenAiException}. An interrupt of the thread that waits for an
 * answer aborts the request.
 *
 * <p>The key is asked for before each attempt and appears nowhere: in no message, no event, no
 * {@code toString}. Redirects are not followed.
 *
 * <p>Safe for use by many threads. Whoever builds a client closes it; that aborts what is under
 * way.
 */
// Longer than most classes here: half of it says what the options mean.
public final class OpenAiClient implements AutoCloseable {
  private final CallContext context;
  private final CallQueue queue;

  private OpenAiClient(Builder builder) {
    context =
        new CallContext(
            builder.endpoint,
            new Credentials(builder.endpoint, builder.apiKey, builder.headers),
            new Transport(
                builder.concurrency,
                builder.connectTimeout,
                builder.attemptTimeout,
                builder.transferTimeout),
            builder.retries,
            new RetryBudget(builder.retries),
            builder.totalTimeout,
            builder.spendLimit.map(SpendMeter::new),
            new Counters(),
            builder.listener,
            builder.time,
            builder.jitter,
            CallContext.noLimits(),
            new AtomicLong());
    queue = new CallQueue(context, builder.concurrency);
  }

  /**
   * Starts a client.
   *
   * @param baseUrl what all paths follow, for example {@code https://api.openai.com/v1} or {@code
   *     http://localhost:11434/v1}; Azure's {@code /openai/v1} works as well
   * @return a new builder
   * @throws IllegalArgumentException if it is no such URL, or carries a password
   */
  public static Builder builder(String baseUrl) {
    return new Builder(Endpoint.standard(baseUrl));
  }

  /**
   * Starts a client for Azure's older form of addresses: {@code
   * RESOURCE/openai/deployments/MODEL/chat/completions?api-version=VERSION}, with the key in the
   * header {@code api-key}. The model of a request is the name of a deployment.
   *
   * @param resourceUrl for example {@code https://my-resource.openai.azure.com}
   * @param apiVersion for example {@code 2024-10-21}
   * @return a new builder
   * @throws IllegalArgumentException if it is no URL, or carries a password
   */
  public static Builder azure(String resourceUrl, String apiVersion) {
    return new Builder(Endpoint.azure(resourceUrl, apiVersion));
  }

  /**
   * Asks a chat model and waits for the answer.
   *
   * @param request the question
   * @return the answer
   * @throws OpenAiException if there is none
   * @throws IllegalArgumentException if the client has a spend limit and the request cannot be
   *     bounded: it has no limit of tokens, or the model has no prices
   * @throws IllegalStateException if the client is closed
   */
  public ChatAnswer chat(ChatRequest request) {
    return submitChat(request, answer -> {}).await();
  }

  /**
   * Asks a chat model and does not wait.
   *
   * @param request the question
   * @return completed with the answer, or with an {@link OpenAiException}; cancelling it aborts the
   *     request
   * @throws IllegalArgumentException as {@link #chat} does
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<ChatAnswer> chatAsync(ChatRequest request) {
    return submitChat(request, answer -> {});
  }

  /**
   * Embeds texts and waits for the vectors.
   *
   * @param request the texts
   * @return the vectors
   * @throws OpenAiException if there are none
   * @throws IllegalStateException if the client is closed
   */
  public EmbeddingAnswer embed(EmbeddingRequest request) {
    return submitEmbedding(request).await();
  }

  /**
   * The models that the server offers.
   *
   * @return their names, in the server's order
   * @throws OpenAiException if the server does not say
   * @throws IllegalStateException if the client is closed
   */
  public List<String> models() {
    return submit(
            Outgoing.get("/models", ""),
            reply -> {
              var names = new ArrayList<String>();
              for (JsonNode model : Json.array(Json.parseObject(reply.body()), "data")) {
                names.add(Json.text(model, "id"));
              }
              return Exchange.Read.of(List.copyOf(names));
            },
            names -> {})
        .await();
  }

  /**
   * The files of the account.
   *
   * @return uploads and downloads
   */
  public OpenAiFiles files() {
    return new OpenAiFiles(this);
  }

  /**
   * The batches of the account.
   *
   * @return work that a server does within a day
   */
  public OpenAiBatches batches() {
    return new OpenAiBatches(this);
  }

  /**
   * The jobs of fine-tuning of the account.
   *
   * @return jobs, their events and their models
   */
  public OpenAiFineTuningJobs fineTuning() {
    return new OpenAiFineTuningJobs(this);
  }

  /**
   * What the client has done so far.
   *
   * @return a snapshot
   */
  public ClientStatistics statistics() {
    return context.counters().snapshot(context.spend().flatMap(SpendMeter::spent));
  }

  /** Asks; {@code keep} is called with the answer before anybody else sees it. */
  InFlight<ChatAnswer> submitChat(ChatRequest request, Consumer<ChatAnswer> keep) {
    ByteString body = ByteString.of(Json.bytes(ChatJson.write(request)));
    Cost cost = cost(request, body.size());
    return submit(
        Outgoing.ask(ChatJson.PATH, request.model(), body, cost, ChatJson.largestAnswer(request)),
        ChatJson::read,
        keep);
  }

  InFlight<EmbeddingAnswer> submitEmbedding(EmbeddingRequest request) {
    ByteString body = ByteString.of(Json.bytes(EmbeddingJson.write(request)));
    int texts = request.texts().size();
    return submit(
        Outgoing.ask(
            EmbeddingJson.PATH,
            request.model(),
            body,
            cost(request.model(), body.size(), 0),
            EmbeddingJson.largestAnswer(texts)),
        reply -> EmbeddingJson.read(reply, texts),
        answer -> {});
  }

  /** What a chat costs: what a server is likely to count, and the most that it can be. */
  Cost cost(ChatRequest request, int bytes) {
    if (context.spend().isPresent() && request.maxTokens().isEmpty()) {
      throw new IllegalArgumentException(
          "with a spend limit, a request must limit its tokens: maxTokens is not set");
    }
    return cost(request.model(), bytes, request.maxTokens().orElse(0));
  }

  /**
   * Tokenizers work on bytes and no token is empty, so a body of n bytes has at most n tokens; in
   * the languages of most data a token has about four.
   */
  private Cost cost(String model, int bytes, int maxTokens) {
    context.spend().ifPresent(meter -> meter.requirePrices(model));
    return new Cost(bytes / 4 + (long) maxTokens, Optional.of(new TokenUsage(bytes, maxTokens)));
  }

  <T> InFlight<T> submit(Outgoing request, Exchange<T> exchange, Consumer<T> keep) {
    return queue.submit(request, exchange, keep);
  }

  CallContext context() {
    return context;
  }

  /** Lets time pass for a caller that polls. */
  void pause(Duration duration) {
    try {
      context.time().sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCancelledException("interrupted between two looks", e, ReplyFacts.NONE);
    }
  }

  int concurrency() {
    return queue.concurrency();
  }

  /** Where the server is and whether there is a key; never the key itself. */
  @Override
  public String toString() {
    return "OpenAiClient[" + context.endpoint() + " " + context.credentials() + "]";
  }

  @Override
  public void close() {
    queue.close();
    context.transport().close();
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private final Endpoint endpoint;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Optional<Supplier<String>> apiKey = Optional.empty();
    private int concurrency = 16;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration attemptTimeout = Duration.ofMinutes(2);
    private Duration transferTimeout = Duration.ofMinutes(30);
    private Duration totalTimeout = Duration.ofMinutes(10);
    private RetryPolicy retries = RetryPolicy.DEFAULTS;
    private Optional<SpendLimit> spendLimit = Optional.empty();
    private CallListener listener = CallListener.NONE;
    private Time time = Time.SYSTEM;
    private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();

    private Builder(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    /**
     * Sets where the key comes from. Without one no key is sent, which servers of one's own allow.
     *
     * @param supplier asked before each attempt, by many threads
     * @return this builder
     */
    public Builder apiKey(Supplier<String> supplier) {
      this.apiKey = Optional.of(supplier);
      return this;
    }

    /**
     * Adds a header to every request, such as {@code OpenAI-Project}. Its value is treated as a
     * secret.
     *
     * @param name letters, digits and {@code -}
     * @param value visible ASCII characters
     * @return this builder
     * @throws IllegalArgumentException if one has other characters
     */
    public Builder header(String name, String value) {
      Credentials.requireHeader(name, value);
      headers.put(name, value);
      return this;
    }

    /**
     * Sets how many requests are under way at a time.
     *
     * @param requests at least 1; default 16
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder concurrency(int requests) {
      if (requests < 1) {
        throw new IllegalArgumentException("concurrency must be at least 1, found " + requests);
      }
      this.concurrency = requests;
      return this;
    }

    /**
     * Sets how long connecting may take.
     *
     * @param timeout positive; default 10 s
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = requirePositive("connectTimeout", timeout);
      return this;
    }

    /**
     * Sets how long one attempt may take, from connecting to the last byte of the answer.
     *
     * @param timeout positive; default 2 min
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder attemptTimeout(Duration timeout) {
      this.attemptTimeout = requirePositive("attemptTimeout", timeout);
      return this;
    }

    /**
     * Sets how long sending or fetching a file may take.
     *
     * @param timeout positive; default 30 min
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder transferTimeout(Duration timeout) {
      this.transferTimeout = requirePositive("transferTimeout", timeout);
      return this;
    }

    /**
     * Sets how long a call may take from its first attempt to its end, retries and the waits
     * between them included. Only a file that is under way may take its own time. A call also fails
     * that would have to wait longer than this for the server's rate limit, or for room within the
     * spend limit.
     *
     * @param timeout positive; default 10 min
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder totalTimeout(Duration timeout) {
      this.totalTimeout = requirePositive("totalTimeout", timeout);
      return this;
    }

    /**
     * Sets when a failed attempt is made again.
     *
     * @param policy default {@link RetryPolicy#DEFAULTS}
     * @return this builder
     */
    public Builder retries(RetryPolicy policy) {
      this.retries = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Limits what the client may spend.
     *
     * @param limit by default there is none
     * @return this builder
     */
    public Builder spendLimit(SpendLimit limit) {
      this.spendLimit = Optional.of(limit);
      return this;
    }

    /**
     * Sets who is told what happens.
     *
     * @param callListener by default nobody
     * @return this builder
     */
    public Builder listener(CallListener callListener) {
      this.listener = requireNonNull(callListener, "callListener");
      return this;
    }

    Builder time(Time clock) {
      this.time = clock;
      return this;
    }

    Builder jitter(DoubleSupplier random) {
      this.jitter = random;
      return this;
    }

    /**
     * Finishes the client. Nothing is sent yet.
     *
     * @return the client
     */
    public OpenAiClient build() {
      return new OpenAiClient(this);
    }

    private static Duration requirePositive(String what, Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(what + " must be positive, found " + timeout);
      }
      return timeout;
    }
  }
}
