package io.github.em4j;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a matcher says of one pair: the label, how sure it is, why, and where that comes from.
 *
 * <p>A decision may be undecided, when a model's answer could not be read: {@link #label} is empty
 * then and {@link #isMatch} is false. Immutable.
 */
public final class MatchDecision implements MatchOutcome {
  private final CandidatePair pair;
  private final Provenance provenance;
  private final Optional<MatchLabel> label;
  private final OptionalDouble matchProbability;
  private final Optional<Explanation> explanation;
  private final Optional<String> rawAnswer;
  private final TokenUsage usage;

  private MatchDecision(Builder builder) {
    this.pair = builder.pair;
    this.provenance = builder.provenance;
    this.label = builder.label;
    this.matchProbability = builder.matchProbability;
    this.explanation = builder.explanation;
    this.rawAnswer = builder.rawAnswer;
    this.usage = builder.usage;
  }

  /**
   * Starts a decision, undecided until a label is set.
   *
   * @param pair the pair that was asked about
   * @param provenance where the decision comes from
   * @return a new builder
   */
  public static Builder builder(CandidatePair pair, Provenance provenance) {
    return new Builder(pair, provenance);
  }

  /**
   * Starts from this decision, for a matcher that builds on another one's decisions.
   *
   * @param provenance where the new decision comes from
   * @return a new builder with everything else as it is here; this decision stays as it is
   */
  public Builder toBuilder(Provenance provenance) {
    var copy = new Builder(pair, provenance);
    copy.label = label;
    copy.matchProbability = matchProbability;
    copy.explanation = explanation;
    copy.rawAnswer = rawAnswer;
    copy.usage = usage;
    return copy;
  }

  @Override
  public CandidatePair pair() {
    return pair;
  }

  /**
   * Whether the matcher decided for a match.
   *
   * @return true for a match; false for a non-match and for an undecided pair
   */
  public boolean isMatch() {
    return label.isPresent() && label.get().isMatch();
  }

  /**
   * What the matcher decided.
   *
   * @return the label, or empty where the matcher's answer could not be read
   */
  public Optional<MatchLabel> label() {
    return label;
  }

  /**
   * How probable a match is in the matcher's own view. Whether that is calibrated is the matcher's
   * affair.
   *
   * @return a probability in [0, 1], or empty where the matcher gives none
   */
  public OptionalDouble matchProbability() {
    return matchProbability;
  }

  /**
   * Why the matcher decided so.
   *
   * @return the explanation, or empty where none was asked for or given
   */
  public Optional<Explanation> explanation() {
    return explanation;
  }

  /**
   * The answer of a language model before it was read.
   *
   * @return the text, or empty where no text was generated
   */
  public Optional<String> rawAnswer() {
    return rawAnswer;
  }

  /**
   * What the decision cost in tokens.
   *
   * @return the usage, {@link TokenUsage#NONE} for a matcher without a language model
   */
  public TokenUsage usage() {
    return usage;
  }

  /**
   * Where the decision comes from.
   *
   * @return the provenance of the matcher that made it
   */
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MatchDecision that
        && pair.equals(that.pair)
        && provenance.equals(that.provenance)
        && label.equals(that.label)
        && matchProbability.equals(that.matchProbability)
        && explanation.equals(that.explanation)
        && rawAnswer.equals(that.rawAnswer)
        && usage.equals(that.usage);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pair, provenance, label, matchProbability, explanation, rawAnswer, usage);
  }

  @Override
  public String toString() {
    return "MatchDecision["
        + pair.id()
        + ": "
        + label.map(MatchLabel::name).orElse("undecided")
        + (matchProbability.isPresent() ? ", p(match) = " + matchProbability.getAsDouble() : "")
        + "]";
  }

  /** Collects the parts of a decision. Not safe for use by many threads. */
  public static final class Builder {
    private final CandidatePair pair;
    private final Provenance provenance;
    private Optional<MatchLabel> label = Optional.empty();
    private OptionalDouble matchProbability = OptionalDouble.empty();
    private Optional<Explanation> explanation = Optional.empty();
    private Optional<String> rawAnswer = Optional.empty();
    private TokenUsage usage = TokenUsage.NONE;

    private Builder(CandidatePair pair, Provenance provenance) {
      this.pair = requireNonNull(pair, "pair");
      this.provenance = requireNonNull(provenance, "provenance");
    }

    /**
     * Sets the label.
     *
     * @param label what the matcher decided
     * @return this builder
     */
    public Builder label(MatchLabel label) {
      this.label = Optional.of(label);
      return this;
    }

    /**
     * Sets the probability of a match.
     *
     * @param probability in [0, 1]
     * @return this builder
     * @throws IllegalArgumentException if it lies outside or is not a number
     */
    public Builder matchProbability(double probability) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "a probability must lie in [0, 1], found " + probability);
      }
      this.matchProbability = OptionalDouble.of(probability);
      return this;
    }

    /**
     * Sets the explanation.
     *
     * @param explanation why the matcher decided so
     * @return this builder
     */
    public Builder explanation(Explanation explanation) {
      this.explanation = Optional.of(explanation);
      return this;
    }

    /**
     * Sets the answer of the language model.
     *
     * @param answer the text as it came, may be empty
     * @return this builder
     */
    public Builder rawAnswer(String answer) {
      this.rawAnswer = Optional.of(answer);
      return this;
    }

    /**
     * Sets the cost in tokens.
     *
     * @param usage tokens read and written
     * @return this builder
     */
    public Builder usage(TokenUsage usage) {
      this.usage = requireNonNull(usage, "usage");
      return this;
    }

    /**
     * Finishes the decision.
     *
     * @return the decision
     */
    public MatchDecision build() {
      return new MatchDecision(this);
    }
  }
}
