package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

/**
 * What a model on a server can do, and how it wants to be asked. Said by whoever knows the model,
 * never guessed from its name; {@link #probe} asks the server, where somebody calls it. Immutable.
 */
public final class ModelCapabilities {

  /** Which field of a request limits the length of the answer. */
  public enum MaxTokensField {
    /** {@code max_tokens}: what most servers know, and reasoning models refuse. */
    MAX_TOKENS("max_tokens"),
    /** {@code max_completion_tokens}: counts what a reasoning model thinks as well. */
    MAX_COMPLETION_TOKENS("max_completion_tokens");

    private final String field;

    MaxTokensField(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  /** Which role the system message of a prompt is sent in. */
  public enum SystemRole {
    /** {@code system}. */
    SYSTEM,
    /** {@code developer}, which some reasoning models want. */
    DEVELOPER
  }

  /** The most alternatives per token that the protocol allows. */
  public static final int MOST_TOP_LOG_PROBABILITIES = 20;

  /**
   * What most servers take: {@code max_tokens}, the role {@code system}, a temperature, and 20
   * alternatives to each token.
   */
  public static final ModelCapabilities DEFAULTS = builder().build();

  private final int topLogProbabilities;
  private final MaxTokensField maxTokensField;
  private final SystemRole systemRole;
  private final boolean sampling;

  private ModelCapabilities(Builder builder) {
    this.topLogProbabilities = builder.topLogProbabilities;
    this.maxTokensField = builder.maxTokensField;
    this.systemRole = builder.systemRole;
    this.sampling = builder.sampling;
  }

  /**
   * Starts with {@link #DEFAULTS}.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tries what a model takes, by 3 to 6 tiny requests: which field limits the tokens, whether a
   * temperature may be set, and how many alternatives it lists. The role of system messages is not
   * tried.
   *
   * @param client the server
   * @param model the model's name there
   * @return what worked
   * @throws OpenAiException if the model cannot be asked at all
   */
  public static ModelCapabilities probe(OpenAiClient client, String model) {
    return new CapabilityProbe(client, model).run();
  }

  /**
   * How many alternatives the server lists for a token.
   *
   * @return 0 to {@value #MOST_TOP_LOG_PROBABILITIES}; at 0 it gives no log-probabilities
   */
  public int topLogProbabilities() {
    return topLogProbabilities;
  }

  /**
   * Which field of a request limits the tokens of the answer.
   *
   * @return the field
   */
  public MaxTokensField maxTokensField() {
    return maxTokensField;
  }

  /**
   * The role that system messages are sent in.
   *
   * @return the role
   */
  public SystemRole systemRole() {
    return systemRole;
  }

  /**
   * Whether a temperature and a share of probability may be sent. Reasoning models refuse both.
   *
   * @return whether they are sent
   */
  public boolean sampling() {
    return sampling;
  }

  /**
   * Starts with these.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    var builder = new Builder();
    builder.topLogProbabilities = topLogProbabilities;
    builder.maxTokensField = maxTokensField;
    builder.systemRole = systemRole;
    builder.sampling = sampling;
    return builder;
  }

  /** The four facts. */
  @Override
  public String toString() {
    return "ModelCapabilities[%s, %s, %s, %d log-probabilities]"
        .formatted(
            maxTokensField.field(),
            systemRole,
            sampling ? "temperature" : "no temperature",
            topLogProbabilities);
  }

  /** Collects what a model can do. Not safe for use by many threads. */
  public static final class Builder {
    private int topLogProbabilities = MOST_TOP_LOG_PROBABILITIES;
    private MaxTokensField maxTokensField = MaxTokensField.MAX_TOKENS;
    private SystemRole systemRole = SystemRole.SYSTEM;
    private boolean sampling = true;

    private Builder() {}

    /**
     * Says how many alternatives the server lists for a token.
     *
     * @param alternatives 0 to {@value #MOST_TOP_LOG_PROBABILITIES}, default 20; at 0 the server
     *     gives no log-probabilities, and scores come from text
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder topLogProbabilities(int alternatives) {
      if (alternatives < 0 || alternatives > MOST_TOP_LOG_PROBABILITIES) {
        throw new IllegalArgumentException(
            "topLogProbabilities must be 0 to %d, found %d"
                .formatted(MOST_TOP_LOG_PROBABILITIES, alternatives));
      }
      this.topLogProbabilities = alternatives;
      return this;
    }

    /**
     * Says which field of a request limits the tokens of the answer.
     *
     * @param field default {@link MaxTokensField#MAX_TOKENS}
     * @return this builder
     */
    public Builder maxTokensField(MaxTokensField field) {
      this.maxTokensField = requireNonNull(field, "field");
      return this;
    }

    /**
     * Says which role system messages are sent in.
     *
     * @param role default {@link SystemRole#SYSTEM}
     * @return this builder
     */
    public Builder systemRole(SystemRole role) {
      this.systemRole = requireNonNull(role, "role");
      return this;
    }

    /**
     * Says that no temperature and no share of probability may be sent: reasoning models refuse
     * both.
     *
     * @return this builder
     */
    public Builder noSampling() {
      this.sampling = false;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the capabilities
     */
    public ModelCapabilities build() {
      return new ModelCapabilities(this);
    }
  }
}
