package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A question to a chat model. What is not set is not sent, so the server decides; servers differ in
 * what they accept. Immutable.
 */
// Longer than most classes here: half of it says what the options mean.
public final class ChatRequest {

  private static final Set<String> RESERVED_FIELDS =
      Set.of("model", "messages", "n", "stream", "max_tokens", "max_completion_tokens");

  private static final ObjectNode NO_FIELDS = Json.object();

  private final String model;
  private final Prompt prompt;
  private final OptionalInt maxTokens;
  private final ModelCapabilities capabilities;
  private final OptionalDouble temperature;
  private final OptionalDouble topP;
  private final List<String> stopStrings;
  private final OptionalLong seed;
  private final OptionalInt topLogProbabilities;
  private final Optional<JsonSchema> jsonSchema;
  private final Optional<String> reasoningEffort;
  // Not changed by anybody, here or where requests are written.
  private final ObjectNode extraFields;

  private ChatRequest(Builder builder) {
    this.model = builder.model;
    this.prompt = builder.prompt;
    this.maxTokens = builder.maxTokens;
    this.capabilities = builder.capabilities;
    boolean sampling = capabilities.sampling();
    this.temperature = sampling ? builder.temperature : OptionalDouble.empty();
    this.topP = sampling ? builder.topP : OptionalDouble.empty();
    this.stopStrings = builder.stopStrings;
    this.seed = builder.seed;
    this.topLogProbabilities = builder.topLogProbabilities;
    this.jsonSchema = builder.jsonSchema;
    this.reasoningEffort = builder.reasoningEffort;
    this.extraFields = builder.extraFields;
  }

  /**
   * Starts a request.
   *
   * @param model the model's name on the server; on Azure, the deployment's; not blank
   * @param prompt the question
   * @return a new builder
   * @throws IllegalArgumentException if the name is blank
   */
  public static Builder builder(String model, Prompt prompt) {
    return new Builder(model, prompt);
  }

  /**
   * The model's name.
   *
   * @return not blank
   */
  public String model() {
    return model;
  }

  /**
   * The question.
   *
   * @return the prompt
   */
  public Prompt prompt() {
    return prompt;
  }

  /**
   * The most tokens to write.
   *
   * @return at least 1, or empty where the server decides
   */
  public OptionalInt maxTokens() {
    return maxTokens;
  }

  ModelCapabilities capabilities() {
    return capabilities;
  }

  OptionalDouble temperature() {
    return temperature;
  }

  OptionalDouble topP() {
    return topP;
  }

  List<String> stopStrings() {
    return stopStrings;
  }

  OptionalLong seed() {
    return seed;
  }

  OptionalInt topLogProbabilities() {
    return topLogProbabilities;
  }

  Optional<JsonSchema> jsonSchema() {
    return jsonSchema;
  }

  Optional<String> reasoningEffort() {
    return reasoningEffort;
  }

  ObjectNode extraFields() {
    return extraFields;
  }

  /** The model and the size of the prompt; the prompt may be confidential. */
  @Override
  public String toString() {
    return "ChatRequest[model=" + model + ", messages=" + prompt.messages().size() + "]";
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private final String model;
    private final Prompt prompt;
    private OptionalInt maxTokens = OptionalInt.empty();
    private ModelCapabilities capabilities = ModelCapabilities.DEFAULTS;
    private OptionalDouble temperature = OptionalDouble.empty();
    private OptionalDouble topP = OptionalDouble.empty();
    private List<String> stopStrings = List.of();
    private OptionalLong seed = OptionalLong.empty();
    private OptionalInt topLogProbabilities = OptionalInt.empty();
    private Optional<JsonSchema> jsonSchema = Optional.empty();
    private Optional<String> reasoningEffort = Optional.empty();
    private ObjectNode extraFields = NO_FIELDS;

    private Builder(String model, Prompt prompt) {
      if (requireNonNull(model, "model").isBlank()) {
        throw new IllegalArgumentException("model must not be blank");
      }
      this.model = model;
      this.prompt = requireNonNull(prompt, "prompt");
    }

    /**
     * Takes over limit of tokens, stop strings and seed, and how freely to sample: the temperature
     * always, the share of probability where it is not 1.
     *
     * @param options how to generate
     * @return this builder
     */
    public Builder options(GenerationOptions options) {
      maxTokens(options.maxTokens());
      temperature(options.temperature());
      topP = options.topP() < 1 ? OptionalDouble.of(options.topP()) : OptionalDouble.empty();
      stopStrings(options.stopStrings());
      seed = options.seed();
      return this;
    }

    /**
     * Sets the most tokens to write.
     *
     * @param maxTokens at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder maxTokens(int maxTokens) {
      if (maxTokens < 1) {
        throw new IllegalArgumentException("maxTokens must be at least 1, found " + maxTokens);
      }
      this.maxTokens = OptionalInt.of(maxTokens);
      return this;
    }

    /**
     * Says what the model takes: the field that limits the tokens, the role of system messages, and
     * whether a temperature and a share of probability are sent.
     *
     * @param modelCapabilities default {@link ModelCapabilities#DEFAULTS}
     * @return this builder
     */
    public Builder capabilities(ModelCapabilities modelCapabilities) {
      this.capabilities = requireNonNull(modelCapabilities, "modelCapabilities");
      return this;
    }

    /**
     * Sets how freely to sample.
     *
     * @param temperature 0 to 2
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder temperature(double temperature) {
      if (!(temperature >= 0 && temperature <= 2)) {
        throw new IllegalArgumentException(
            "the protocol allows temperatures from 0 to 2, found " + temperature);
      }
      this.temperature = OptionalDouble.of(temperature);
      return this;
    }

    /**
     * Sets the texts that end the answer.
     *
     * @param stopStrings 4 at most, none empty
     * @return this builder
     * @throws IllegalArgumentException if there are more, or one is empty
     */
    public Builder stopStrings(List<String> stopStrings) {
      if (stopStrings.size() > 4 || stopStrings.contains("")) {
        throw new IllegalArgumentException(
            "the protocol allows 4 stop strings, none empty, found " + stopStrings);
      }
      this.stopStrings = List.copyOf(stopStrings);
      return this;
    }

    /**
     * Sets the seed of the sampling.
     *
     * @param seed any number
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = OptionalLong.of(seed);
      return this;
    }

    /**
     * Asks for the log-probabilities of the written tokens and of their best alternatives.
     *
     * @param alternatives 0 to {@value ModelCapabilities#MOST_TOP_LOG_PROBABILITIES}
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder topLogProbabilities(int alternatives) {
      if (alternatives < 0 || alternatives > ModelCapabilities.MOST_TOP_LOG_PROBABILITIES) {
        throw new IllegalArgumentException(
            "topLogProbabilities must be 0 to %d, found %d"
                .formatted(ModelCapabilities.MOST_TOP_LOG_PROBABILITIES, alternatives));
      }
      this.topLogProbabilities = OptionalInt.of(alternatives);
      return this;
    }

    /**
     * Asks for an answer in JSON of a form.
     *
     * @param schema the form
     * @return this builder
     */
    public Builder jsonSchema(JsonSchema schema) {
      this.jsonSchema = Optional.of(schema);
      return this;
    }

    /**
     * Sets how much a reasoning model thinks.
     *
     * @param effort a word that the model knows, such as {@code low}
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder reasoningEffort(String effort) {
      if (effort.isBlank()) {
        throw new IllegalArgumentException("effort must not be blank");
      }
      this.reasoningEffort = Optional.of(effort);
      return this;
    }

    /**
     * Adds fields that only some servers know, such as vLLM's {@code guided_choice}.
     *
     * @param json a JSON object; a field that the client writes itself gets this value instead
     * @return this builder
     * @throws IllegalArgumentException if it is no JSON object, or sets a field that the client
     *     counts on: {@code model}, {@code messages}, {@code n}, {@code stream} or a limit of
     *     tokens
     */
    public Builder extraFields(String json) {
      ObjectNode fields = Json.parseArgument("extraFields", json);
      for (String reserved : RESERVED_FIELDS) {
        if (fields.has(reserved)) {
          throw new IllegalArgumentException("extraFields must not set '" + reserved + "'");
        }
      }
      this.extraFields = fields;
      return this;
    }

    /**
     * Finishes the request.
     *
     * @return the request
     */
    public ChatRequest build() {
      return new ChatRequest(this);
    }
  }
}
