package io.github.em4j.prompts;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.Provenance;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns candidate pairs into prompts: serialiser, template, demonstrations and, where one is asked
 * for, the instruction to explain. Training files and matchers use the same renderer, so a model
 * meets the same text in training and in testing.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PromptRenderer {
  private static final String ANSWER = "\nAnswer:";

  private final PromptTemplate template;
  private final EntitySerializer serializer;
  private final Verbalizer verbalizer;
  private final DemonstrationSource demonstrations;
  private final DemonstrationStyle style;
  private final ExplanationKind instruction;

  private PromptRenderer(Builder builder) {
    this.template = builder.template;
    this.serializer = builder.serializer;
    this.verbalizer = builder.verbalizer;
    this.demonstrations = builder.demonstrations;
    this.style = builder.style;
    this.instruction = builder.instruction;
  }

  /**
   * Starts a renderer: the wording "domain-complex-force" for entities, titles only, Yes and No, no
   * demonstrations, no instruction to explain.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The prompt that asks about a pair.
   *
   * @param pair the pair
   * @return messages that end with the question; the texts of all entities are marked as values
   * @throws io.github.em4j.EntityMatchingException if a record cannot be serialised or the
   *     demonstrations cannot be found
   */
  public Prompt render(CandidatePair pair) {
    List<LabeledPair> examples = demonstrations.demonstrationsFor(pair);
    var messages = new ArrayList<Message>();
    template.systemMessage().ifPresent(messages::add);
    switch (style) {
      case CHAT -> {
        for (LabeledPair example : examples) {
          messages.add(question(example.pair()));
          messages.add(Message.assistant(verbalizer.word(example.label())));
        }
        messages.add(instructedQuestion(pair));
      }
      case INLINE -> messages.add(inline(examples, pair));
    }
    return new Prompt(messages);
  }

  /**
   * The wording of the question.
   *
   * @return the template
   */
  public PromptTemplate template() {
    return template;
  }

  /**
   * How records become text.
   *
   * @return the serialiser
   */
  public EntitySerializer serializer() {
    return serializer;
  }

  /**
   * Which words stand for the labels.
   *
   * @return the verbalizer
   */
  public Verbalizer verbalizer() {
    return verbalizer;
  }

  /**
   * The two answers as they go on from the prompt, for a model to score: the words of the {@link
   * #verbalizer}, with a space in front where {@link DemonstrationStyle#INLINE} demonstrations show
   * them behind {@code Answer:}. The space is part of the answer since tokenizers join it to the
   * word; a prompt that ended with it would ask for a token that no demonstration shows.
   *
   * @return the answer for a match, then the one for a non-match
   */
  public List<String> choices() {
    return verbalizer.words().stream().map(this::answer).toList();
  }

  private String answer(String word) {
    return style == DemonstrationStyle.INLINE ? " " + word : word;
  }

  /**
   * Where the demonstrations come from.
   *
   * @return the source
   */
  public DemonstrationSource demonstrations() {
    return demonstrations;
  }

  /**
   * How the demonstrations are shown.
   *
   * @return the style
   */
  public DemonstrationStyle style() {
    return style;
  }

  /**
   * Which explanation the prompt asks for.
   *
   * @return {@link ExplanationKind#NONE} where it asks for none
   */
  public ExplanationKind instruction() {
    return instruction;
  }

  /**
   * Adds to a provenance how pairs become prompts: template, serialiser, words, demonstrations and
   * instruction.
   *
   * @param provenance where the prompts are used
   * @return a provenance with these facts as well
   */
  public Provenance describe(Provenance provenance) {
    String shown = style == DemonstrationStyle.INLINE ? ", inline" : "";
    return provenance
        .with(Provenance.TEMPLATE, template.id())
        .with(Provenance.SERIALIZER, serializer.description())
        .with("verbalizer", verbalizer.toString())
        .with("demonstrations", demonstrations.description() + shown)
        .with("instruction", instruction.name());
  }

  private Message inline(List<LabeledPair> examples, CandidatePair pair) {
    var text = new MessageText();
    for (LabeledPair example : examples) {
      text.append(question(example.pair()))
          .append(ANSWER)
          .append(answer(verbalizer.word(example.label())) + "\n\n");
    }
    return text.append(instructedQuestion(pair)).append(ANSWER).toMessage(Message.Role.USER);
  }

  private Message question(CandidatePair pair) {
    return template.question(serializer.serialize(pair.left()), serializer.serialize(pair.right()));
  }

  private Message instructedQuestion(CandidatePair pair) {
    String request = instruction.instruction(verbalizer);
    Message question = question(pair);
    return request.isEmpty()
        ? question
        : new MessageText().append(question).append("\n" + request).toMessage(Message.Role.USER);
  }

  /** Collects the parts of a renderer. Not safe for use by many threads. */
  public static final class Builder {
    private PromptTemplate template = PromptTemplates.domainComplexForce("entity");
    private EntitySerializer serializer = Serializers.titleOnly();
    private Verbalizer verbalizer = Verbalizer.YES_NO;
    private DemonstrationSource demonstrations = DemonstrationSource.none();
    private DemonstrationStyle style = DemonstrationStyle.CHAT;
    private ExplanationKind instruction = ExplanationKind.NONE;

    private Builder() {}

    /**
     * Sets the wording of the question.
     *
     * @param template default {@link PromptTemplates#domainComplexForce} with the word {@code
     *     entity}
     * @return this builder
     */
    public Builder template(PromptTemplate template) {
      this.template = requireNonNull(template, "template");
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
     * Sets which words stand for the labels.
     *
     * @param verbalizer default {@link Verbalizer#YES_NO}
     * @return this builder
     */
    public Builder verbalizer(Verbalizer verbalizer) {
      this.verbalizer = requireNonNull(verbalizer, "verbalizer");
      return this;
    }

    /**
     * Sets where the demonstrations come from.
     *
     * @param demonstrations default {@link DemonstrationSource#none}
     * @return this builder
     */
    public Builder demonstrations(DemonstrationSource demonstrations) {
      this.demonstrations = requireNonNull(demonstrations, "demonstrations");
      return this;
    }

    /**
     * Sets how the demonstrations are shown.
     *
     * @param style default {@link DemonstrationStyle#CHAT}
     * @return this builder
     */
    public Builder style(DemonstrationStyle style) {
      this.style = requireNonNull(style, "style");
      return this;
    }

    /**
     * Asks for an explanation in words, on a line of its own behind the question. A model that was
     * trained to explain needs no such instruction.
     *
     * @param instruction the kind of explanation to ask for; default {@link ExplanationKind#NONE}
     * @return this builder
     */
    public Builder instruction(ExplanationKind instruction) {
      this.instruction = requireNonNull(instruction, "instruction");
      return this;
    }

    /**
     * Finishes the renderer.
     *
     * @return the renderer
     */
    public PromptRenderer build() {
      return new PromptRenderer(this);
    }
  }
}
