package io.github.em4j.training;

import static java.util.Objects.requireNonNull;

import io.github.em4j.AttributeComparison;
import io.github.em4j.Explanation;
import io.github.em4j.LabeledPair;
import io.github.em4j.Provenance;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Prompt;
import io.github.em4j.model.ValidationQuestion;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.prompts.explanation.ExplanationRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns labelled pairs into data for fine-tuning, with the renderer that the matcher will use.
 *
 * <pre>{@code
 * FineTuningData data =
 *     PairExamples.of("wdc-small", renderer)
 *         .bothOrders(true)
 *         .train(dataset.train())
 *         .validate(dataset.validation())
 *         .build();
 * }</pre>
 *
 * <p>Not safe for use by many threads.
 */
public final class PairExamples {
  private final String name;
  private final PromptRenderer renderer;
  private final List<FineTuningExample> examples = new ArrayList<>();
  private final List<ValidationQuestion> validation = new ArrayList<>();
  private ExplanationKind explanation = ExplanationKind.NONE;
  private boolean bothOrders;

  private PairExamples(String name, PromptRenderer renderer) {
    this.name = requireNonNull(name, "name");
    this.renderer = requireNonNull(renderer, "renderer");
  }

  /**
   * Starts without a pair; answers are learnt without an explanation, and pairs in the order that
   * they have.
   *
   * @param name what the data is called
   * @param renderer turns a pair into a prompt
   * @return where pairs are added
   */
  public static PairExamples of(String name, PromptRenderer renderer) {
    return new PairExamples(name, renderer);
  }

  /**
   * Sets the representation of the completions. To be said before the first pair.
   *
   * @param kind default {@link ExplanationKind#NONE}
   * @return this
   * @throws IllegalStateException if there are examples already
   */
  public PairExamples explanation(ExplanationKind kind) {
    requireNoExample("explanation");
    explanation = requireNonNull(kind, "kind");
    return this;
  }

  /**
   * Sets whether each pair is learnt with its sides exchanged as well. To be said before the first
   * pair. Explanations in prose speak of a first and a second record: pairs with one are learnt as
   * they are.
   *
   * @param on default false
   * @return this
   * @throws IllegalStateException if there are examples already
   */
  public PairExamples bothOrders(boolean on) {
    requireNoExample("bothOrders");
    bothOrders = on;
    return this;
  }

  private void requireNoExample(String what) {
    if (!examples.isEmpty()) {
      throw new IllegalStateException(
          "%s is to be set before the first pair, found %d examples"
              .formatted(what, examples.size()));
    }
  }

  /**
   * Adds pairs to learn.
   *
   * @param pairs labelled pairs
   * @return this
   * @throws IllegalArgumentException if the representation needs explanations
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised
   */
  public PairExamples train(Iterable<LabeledPair> pairs) {
    ExplanationRenderer answers = answers();
    for (LabeledPair pair : pairs) {
      add(pair, answers.render(pair.label()));
      if (bothOrders) {
        add(pair.swapped(), answers.render(pair.label()));
      }
    }
    return this;
  }

  /**
   * Adds a pair to learn together with why it is one.
   *
   * @param pair a labelled pair
   * @param why its explanation, of the kind that was set
   * @return this
   * @throws IllegalArgumentException if the explanation is of the wrong type for the kind
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised
   */
  public PairExamples train(LabeledPair pair, Explanation why) {
    ExplanationRenderer answers = answers();
    add(pair, answers.render(pair.label(), why));
    if (bothOrders && !explanation.isTextual()) {
      add(pair.swapped(), answers.render(pair.label(), swapped(why)));
    }
    return this;
  }

  private static Explanation swapped(Explanation why) {
    if (!(why instanceof StructuredExplanation structured)) {
      return why;
    }
    return new StructuredExplanation(
        structured.comparisons().stream()
            .map(
                c ->
                    new AttributeComparison(
                        c.attribute(), c.right(), c.left(), c.importance(), c.similarity()))
            .toList());
  }

  /**
   * Adds pairs to validate on, each in the order that it has. The choices are the renderer's, the
   * one for a match first.
   *
   * @param pairs labelled pairs
   * @return this
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised
   */
  public PairExamples validate(Iterable<LabeledPair> pairs) {
    for (LabeledPair pair : pairs) {
      validation.add(
          new ValidationQuestion(
              renderer.render(pair.pair()), renderer.choices(), pair.label().isMatch() ? 0 : 1));
    }
    return this;
  }

  private ExplanationRenderer answers() {
    return new ExplanationRenderer(explanation, renderer.verbalizer());
  }

  /** Behind an inline prompt an answer begins with a space, as the choices do. */
  private void add(LabeledPair pair, String answer) {
    Prompt prompt = renderer.render(pair.pair());
    String choice = renderer.choices().get(pair.label().isMatch() ? 0 : 1);
    String lead =
        choice.substring(0, choice.length() - renderer.verbalizer().word(pair.label()).length());
    examples.add(new FineTuningExample(prompt, lead + answer, Optional.of(pair.label())));
  }

  /**
   * Finishes the data.
   *
   * @return the data, with how pairs became prompts as its provenance
   * @throws IllegalArgumentException if there is no pair to learn
   */
  public FineTuningData build() {
    Provenance provenance =
        renderer
            .describe(Provenance.of("prompted"))
            .with("explanation", explanation.name())
            .with("bothOrders", Boolean.toString(bothOrders));
    return new FineTuningData(name, examples, validation, provenance);
  }
}
