package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.PromptTemplate;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.prompts.Serializers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a language model whether each pair is an interesting corner case, and takes out those that
 * are obvious: the relevancy filtering of the paper (section 5.1), in a wording of our own. The
 * model is told the label: it judges how hard the pair is, and not which label is right. A model
 * that can score choices answers by score, others by text.
 *
 * <p>Reasons: {@code corner case}, {@code obvious}, {@code judge undecided} (the answer could not
 * be read) and {@code judge failed}. Details: {@code answer}, {@code p} (of a corner case), {@code
 * error}, as far as there is such. Safe for use by many threads. Does not close the model.
 */
public final class RelevancyFilter implements PairStep {
  private static final String ANSWER =
      " Answer with 'Yes' if it is a corner case and 'No' if it is an obvious one."
          + " Entity 1: '{left}'. Entity 2: '{right}'.";

  private static final String MATCH =
      "Two descriptions of the same real-world {entity} are given. Is the pair a corner case, that"
          + " is, do the two differ so much in their words or details that a careless reader could"
          + " take them for two different ones?"
          + ANSWER;

  private static final String NON_MATCH =
      "Descriptions of two different real-world entities of the kind {entity} are given. Is the"
          + " pair a corner case, that is, are the two so alike in their words or details that a"
          + " careless reader could take them for one and the same?"
          + ANSWER;

  private final Map<MatchLabel, Judge> judges;
  private final UndecidedPolicy undecided;

  private RelevancyFilter(Builder builder) {
    this.judges =
        Map.of(
            MatchLabel.MATCH, builder.judge(matchTemplate(builder.entity)),
            MatchLabel.NON_MATCH, builder.judge(nonMatchTemplate(builder.entity)));
    this.undecided = builder.undecided;
  }

  /** The question about a match. */
  static PromptTemplate matchTemplate(String entity) {
    return PromptTemplate.builder("corner-case-match (" + entity + ")", MATCH)
        .entity(entity)
        .build();
  }

  /** The question about a non-match. */
  static PromptTemplate nonMatchTemplate(String entity) {
    return PromptTemplate.builder("corner-case-non-match (" + entity + ")", NON_MATCH)
        .entity(entity)
        .build();
  }

  /**
   * Starts a filter that asks a language model, by score where it is a {@link ChoiceScorer} as
   * well.
   *
   * @param model the model to ask; stays the caller's to close
   * @return a new builder
   */
  public static Builder judgedBy(LanguageModel model) {
    requireNonNull(model, "model");
    return new Builder(() -> PromptedMatcher.builder(model));
  }

  /**
   * Starts a filter that asks a model which scores choices, and may be unable to write text.
   *
   * @param model the model to ask; stays the caller's to close
   * @return a new builder
   */
  public static Builder scoring(ChoiceScorer model) {
    requireNonNull(model, "model");
    return new Builder(() -> PromptedMatcher.scoring(model));
  }

  @Override
  public String name() {
    return "relevancy-filter";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<>(judge(MatchLabel.MATCH).settings("match"));
    settings.putAll(judge(MatchLabel.NON_MATCH).settings("nonMatch"));
    settings.put("undecided", undecided.name());
    return settings;
  }

  private Judge judge(MatchLabel label) {
    return requireNonNull(judges.get(label));
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.github.em4j.EntityMatchingException if the model failed for a reason that ends the
   *     run or that may pass, or on all of eight pairs or more of one label
   */
  @Override
  public List<PairOutcome> apply(List<TrainingPair> pairs) {
    Map<String, PairOutcome> byKey = new LinkedHashMap<>();
    for (MatchLabel label : MatchLabel.values()) {
      List<TrainingPair> ofLabel =
          pairs.stream().filter(pair -> pair.pair().label() == label).toList();
      List<MatchOutcome> judgements = judge(label).ask(ofLabel);
      for (int i = 0; i < ofLabel.size(); i++) {
        TrainingPair pair = ofLabel.get(i);
        PairOutcome outcome = outcome(pair, judgements.get(i));
        byKey.put(pair.key(), Judge.noting(outcome, judgements.get(i)));
      }
    }
    var outcomes = new ArrayList<PairOutcome>(pairs.size());
    pairs.forEach(pair -> outcomes.add(requireNonNull(byKey.get(pair.key()))));
    return outcomes;
  }

  private PairOutcome outcome(TrainingPair pair, MatchOutcome judgement) {
    if (!(judgement instanceof MatchDecision decision)) {
      return undecided.apply(pair, "judge failed");
    }
    Optional<MatchLabel> answer = decision.label();
    if (answer.isEmpty()) {
      return undecided.apply(pair, "judge undecided");
    }
    return answer.get().isMatch()
        ? PairOutcome.kept(pair, "corner case")
        : PairOutcome.dropped(pair, "obvious");
  }

  /** Collects the settings of a filter. Not safe for use by many threads. */
  public static final class Builder {
    private final Supplier<PromptedMatcher.Builder> model;
    private String entity = "entity";
    private EntitySerializer serializer = Serializers.titleOnly();
    private double threshold = 0.5;
    private boolean byText;
    private UndecidedPolicy undecided = UndecidedPolicy.KEEP;

    private Builder(Supplier<PromptedMatcher.Builder> model) {
      this.model = model;
    }

    private Judge judge(PromptTemplate template) {
      // Asked for Yes or No, like a matcher about a match: yes is a corner case.
      PromptedMatcher.Builder matcher =
          model.get().template(template).serializer(serializer).threshold(threshold);
      return new Judge((byText ? matcher.byText() : matcher).build());
    }

    /**
     * Sets what the entities are called.
     *
     * @param word singular, for example {@code product}; default {@code entity}
     * @return this builder
     */
    public Builder entity(String word) {
      this.entity = requireNonNull(word, "word");
      return this;
    }

    /**
     * Sets how records become text.
     *
     * @param serializer default {@link Serializers#titleOnly}
     * @return this builder
     */
    public Builder serializer(EntitySerializer serializer) {
      this.serializer = requireNonNull(serializer, "serializer");
      return this;
    }

    /**
     * Sets from which probability on a pair is a corner case, where the model answers by score.
     *
     * @param threshold in [0, 1]; default 0.5
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder threshold(double threshold) {
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException("a threshold must lie in [0, 1], found " + threshold);
      }
      this.threshold = threshold;
      return this;
    }

    /**
     * Takes the text of the answer even where the model can score, for example because its server
     * gives no probabilities.
     *
     * @return this builder
     */
    public Builder byText() {
      this.byText = true;
      return this;
    }

    /**
     * Sets what is done where the model gives no answer that can be read.
     *
     * @param policy default {@link UndecidedPolicy#KEEP}
     * @return this builder
     */
    public Builder undecided(UndecidedPolicy policy) {
      this.undecided = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Finishes the filter.
     *
     * @return the filter
     * @throws IllegalArgumentException if the word for the entities is blank or holds a line break,
     *     or text is needed and the model cannot write
     */
    public RelevancyFilter build() {
      return new RelevancyFilter(this);
    }
  }
}
