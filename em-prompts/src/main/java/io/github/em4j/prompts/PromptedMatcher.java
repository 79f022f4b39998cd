package io.github.em4j.prompts;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.Model;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.answer.AnswerRule;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An {@link EntityMatcher} that asks a language model.
 *
 * <p>It decides in one of two ways:
 *
 * <ul>
 *   <li><b>by score</b>, where the model is a {@link ChoiceScorer}: p(match) is the softmax over
 *       the log-probabilities of the two answering words (with a space in front where
 *       demonstrations stand {@linkplain DemonstrationStyle#INLINE inline}), and a pair is a match
 *       from the threshold on. No answer can go unread. With {@link Builder#bothOrders} it is the
 *       mean over both orders of the sides.
 *   <li><b>by text</b>, where it is not, where {@link Builder#byText} says so, and where an
 *       explanation is asked for: the label is read from the generated answer. An answer that
 *       cannot be read makes the decision undecided. There is no p(match), except with an
 *       explanation from a model that can score; the label stays the one of the answer.
 * </ul>
 *
 * <p>A pair whose records cannot be serialised, or that the model fails on, becomes a {@link
 * MatchFailure}. The matcher does not close the model. Safe for use by many threads.
 */
public final class PromptedMatcher implements EntityMatcher {
  private final PromptRenderer renderer;
  private final AskingStrategy strategy;
  private final Provenance provenance;
  private volatile boolean closed;

  private PromptedMatcher(Builder builder) {
    this.renderer = builder.renderer.build();
    this.strategy = builder.strategy(renderer);
    this.provenance = builder.provenance(renderer, strategy);
  }

  /**
   * Starts a matcher over a language model. It decides by score where the model is a {@link
   * ChoiceScorer} as well.
   *
   * @param model the model to ask; stays the caller's to close
   * @return a new builder
   */
  public static Builder builder(LanguageModel model) {
    Optional<ChoiceScorer> scorer =
        model instanceof ChoiceScorer both ? Optional.of(both) : Optional.empty();
    return new Builder(model, Optional.of(model), scorer);
  }

  /**
   * Starts a matcher over a model that scores choices, which may be unable to write text.
   *
   * @param model the model to ask; stays the caller's to close
   * @return a new builder
   */
  public static Builder scoring(ChoiceScorer model) {
    return new Builder(model, Optional.empty(), Optional.of(model));
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    for (CandidatePair pair : pairs) {
      requireNonNull(pair, "pair");
    }
    if (closed) {
      throw new IllegalStateException("the matcher is closed");
    }
    var outcomes = new MatchOutcome[pairs.size()];
    var asked = new ArrayList<Integer>(pairs.size());
    var prompts = new ArrayList<Prompt>(pairs.size());
    for (int i = 0; i < outcomes.length; i++) {
      try {
        prompts.addAll(strategy.questions(renderer, pairs.get(i)));
        asked.add(i);
      } catch (EntityMatchingException e) {
        outcomes[i] = new MatchFailure(pairs.get(i), e);
      } catch (RuntimeException e) {
        // A serialiser or a source of demonstrations that is not ours must not fail the batch.
        String problem = "no prompt for pair '" + pairs.get(i).id() + "': " + e;
        outcomes[i] = new MatchFailure(pairs.get(i), new EntityMatchingException(problem, e));
      }
    }
    if (!prompts.isEmpty()) {
      List<CandidatePair> askedPairs = asked.stream().map(pairs::get).toList();
      List<MatchOutcome> answered = strategy.ask(askedPairs, prompts, provenance);
      for (int i = 0; i < answered.size(); i++) {
        outcomes[asked.get(i)] = answered.get(i);
      }
    }
    return Collections.unmodifiableList(Arrays.asList(outcomes));
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Collects the options of a matcher. Not safe for use by many threads. */
  public static final class Builder {
    private static final double DEFAULT_THRESHOLD = 0.5;
    private static final int LABEL_TOKENS = 5;
    private static final int EXPLANATION_TOKENS = 512;

    private final Model model;
    private final Optional<LanguageModel> writer;
    private final Optional<ChoiceScorer> scorer;
    private final PromptRenderer.Builder renderer;
    private AnswerRule answerRule = AnswerRule.STRICT;
    private ExplanationKind explanation = ExplanationKind.NONE;
    private Optional<GenerationOptions> generation = Optional.empty();
    private double threshold = DEFAULT_THRESHOLD;
    private boolean byText;
    private boolean bothOrders;

    private Builder(Model model, Optional<LanguageModel> writer, Optional<ChoiceScorer> scorer) {
      this.model = requireNonNull(model, "model");
      this.writer = writer;
      this.scorer = scorer;
      this.renderer = PromptRenderer.builder();
    }

    /**
     * Sets the wording of the question.
     *
     * @param template default {@link PromptTemplates#domainComplexForce} with the word {@code
     *     entity}
     * @return this builder
     */
    public Builder template(PromptTemplate template) {
      renderer.template(template);
      return this;
    }

    /**
     * Sets how records become text.
     *
     * @param serializer default {@link Serializers#titleOnly}
     * @return this builder
     */
    public Builder serializer(EntitySerializer serializer) {
      renderer.serializer(serializer);
      return this;
    }

    /**
     * Sets which words stand for the labels.
     *
     * @param verbalizer default {@link Verbalizer#YES_NO}
     * @return this builder
     */
    public Builder verbalizer(Verbalizer verbalizer) {
      renderer.verbalizer(verbalizer);
      return this;
    }

    /**
     * Sets where the demonstrations come from.
     *
     * @param demonstrations default {@link DemonstrationSource#none}
     * @return this builder
     */
    public Builder demonstrations(DemonstrationSource demonstrations) {
      renderer.demonstrations(demonstrations);
      return this;
    }

    /**
     * Sets how the demonstrations are shown.
     *
     * @param style default {@link DemonstrationStyle#CHAT}
     * @return this builder
     */
    public Builder demonstrationStyle(DemonstrationStyle style) {
      renderer.style(style);
      return this;
    }

    /**
     * Decides by the text of the answer even where the model can score.
     *
     * @return this builder
     */
    public Builder byText() {
      this.byText = true;
      return this;
    }

    /**
     * Asks about every pair twice, as it is and with its sides exchanged, and takes the mean of
     * both probabilities: the decision no longer depends on which record stands on which side.
     * Twice the tokens; small models gain most by it. Only for decisions by score.
     *
     * @return this builder
     */
    public Builder bothOrders() {
      this.bothOrders = true;
      return this;
    }

    /**
     * Sets how the text of an answer is read.
     *
     * @param rule default {@link AnswerRule#STRICT}; with an explanation no other is allowed, since
     *     an explanation may well say yes and no
     * @return this builder
     */
    public Builder answerRule(AnswerRule rule) {
      this.answerRule = requireNonNull(rule, "rule");
      return this;
    }

    /**
     * Sets from which p(match) on a pair is a match, when deciding by score.
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
     * Expects explained answers from a model that was trained to give them, and reads them; the
     * prompt stays as it is. Decides by text.
     *
     * @param kind the kind of explanation; default {@link ExplanationKind#NONE}
     * @return this builder
     */
    public Builder expectExplanation(ExplanationKind kind) {
      this.explanation = requireNonNull(kind, "kind");
      renderer.instruction(ExplanationKind.NONE);
      return this;
    }

    /**
     * Asks for explained answers by an instruction behind the question, and reads them. Decides by
     * text.
     *
     * @param kind the kind of explanation
     * @return this builder
     */
    public Builder requestExplanation(ExplanationKind kind) {
      this.explanation = requireNonNull(kind, "kind");
      renderer.instruction(kind);
      return this;
    }

    /**
     * Sets how text is generated.
     *
     * @param options default: greedy, 5 tokens for an answer alone (as in the paper), 512 with an
     *     explanation
     * @return this builder
     */
    public Builder generation(GenerationOptions options) {
      this.generation = Optional.of(options);
      return this;
    }

    /**
     * Finishes the matcher.
     *
     * @return the matcher
     * @throws IllegalArgumentException if text is needed and the model cannot write, the answer
     *     rule does not go with an explanation, or both orders are to be asked without scores
     */
    public PromptedMatcher build() {
      return new PromptedMatcher(this);
    }

    private AskingStrategy strategy(PromptRenderer built) {
      boolean explained = explanation != ExplanationKind.NONE;
      if (explained && answerRule != AnswerRule.STRICT) {
        throw new IllegalArgumentException(
            "answers with an explanation are read by "
                + AnswerRule.STRICT
                + ", found "
                + answerRule);
      }
      if (scorer.isPresent() && !byText && !explained) {
        return new ScoringStrategy(scorer.get(), built.choices(), threshold, bothOrders);
      }
      if (bothOrders) {
        throw new IllegalArgumentException(
            "both orders of a pair are asked where the model scores its answers, found "
                + (scorer.isEmpty()
                    ? "one that only writes: " + model.id()
                    : "a decision by text"));
      }
      LanguageModel asked =
          writer.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "model " + model.id() + " only scores choices; text needs a LanguageModel"));
      return new WritingStrategy(
          asked,
          explained ? scorer : Optional.empty(),
          new AnswerInterpreter(built, answerRule, explanation),
          built.choices(),
          generation.orElseGet(() -> defaultGeneration(explained)));
    }

    private Provenance provenance(PromptRenderer built, AskingStrategy strategy) {
      Provenance facts = Provenance.of("prompted").with(Provenance.MODEL, model.id().toString());
      return strategy.describe(built.describe(facts).with("explanation", explanation.name()));
    }

    private static GenerationOptions defaultGeneration(boolean explained) {
      return GenerationOptions.builder()
          .maxTokens(explained ? EXPLANATION_TOKENS : LABEL_TOKENS)
          .build();
    }
  }
}
