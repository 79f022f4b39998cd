package io.github.em4j.training.selection.teaching;

import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.PromptTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The prompts that ask a teacher for new pairs: a system message with the task and the form of the
 * answer, the same for all pairs, and a question with the pair and perhaps demonstrations.
 */
final class GenerationPrompts {
  private static final String TASK =
      """
      You write training data for entity matching: pairs of {entity} descriptions as two different \
      sources would write them, with the label whether both refer to the same real-world {entity}. \
      You are given one such pair and write four new ones after its model: first one match, then \
      three non-matches. They look like the given pair and are of the same kind, none of them is \
      the given pair, and each is hard to tell for somebody who does not read closely.
      """;

  private static final String GUIDELINES =
      """

      What makes a match hard: the two sources name the same {entity} in different words. They \
      shorten or spell out, change the order, write numbers and units in another way, leave out \
      what the other one states, or add words that say nothing about which {entity} it is. All \
      that tells one {entity} from another agrees.

      What makes a non-match hard: the two descriptions share most of their words, such as the \
      maker, the series or the kind, and differ in one or two facts that tell one {entity} from \
      another, for example the model number, the size, the edition or the year. Both exist, or \
      could. A difference that two descriptions of the same {entity} may have is not enough.

      Write in the manner of the given descriptions: about as long, with the same kind of \
      abbreviations and disorder, in their language. Make the four pairs differ from one another.
      """;

  private static final String DEMONSTRATED =
      """

      Labelled pairs of the same kind are shown as demonstrations of what is a match and what is \
      not. Do not repeat them.
      """;

  private static final String ANSWER =
      """

      Answer with a JSON array of four objects and nothing else, each of the form
      {{"entity_one": %1$s, "entity_two": %1$s, "match": true}}
      where match is true or false.%2$s\
      """;

  private static final String QUESTION =
      """
      Entity 1: {left}
      Entity 2: {right}
      Match: %s\
      """;

  private static final String DEMONSTRATIONS = "\n\nDemonstrations:";

  private final GenerationVariant variant;
  private final EntityForm form;
  private final PromptTemplate match;
  private final PromptTemplate nonMatch;

  GenerationPrompts(GenerationVariant variant, EntityForm form, String entity) {
    this.variant = variant;
    this.form = form;
    this.match = template(MatchLabel.MATCH, entity);
    this.nonMatch = template(MatchLabel.NON_MATCH, entity);
  }

  /** The template that goes out from pairs of a label. */
  PromptTemplate template(MatchLabel label) {
    return label.isMatch() ? match : nonMatch;
  }

  /**
   * Asks for pairs.
   *
   * @param demonstrations shown only in the variant that has them
   * @throws io.github.em4j.EntityMatchingException if a demonstration cannot be written
   */
  Prompt prompt(String left, String right, MatchLabel label, List<LabeledPair> demonstrations) {
    PromptTemplate template = template(label);
    Message question = template.question(left, right);
    var messages = new ArrayList<Message>();
    template.systemMessage().ifPresent(messages::add);
    messages.add(
        variant == GenerationVariant.WITH_DEMONSTRATIONS
            ? demonstrated(question, demonstrations)
            : question);
    return new Prompt(messages);
  }

  private PromptTemplate template(MatchLabel label, String entity) {
    String name =
        "generate-%s (%s, %s)"
            .formatted(
                variant.name().toLowerCase(Locale.ROOT).replace('_', '-'), entity, label.isMatch());
    boolean demonstrated = variant == GenerationVariant.WITH_DEMONSTRATIONS;
    return PromptTemplate.builder(
            name, QUESTION.formatted(label.isMatch()) + (demonstrated ? DEMONSTRATIONS : ""))
        .entity(entity)
        .system(
            TASK
                + (variant == GenerationVariant.BRIEF ? "" : GUIDELINES)
                + (demonstrated ? DEMONSTRATED : "")
                + ANSWER.formatted(literal(form.example()), form.instruction()))
        .build();
  }

  /** Puts the demonstrations behind the question, with their texts marked as values. */
  private Message demonstrated(Message question, List<LabeledPair> demonstrations) {
    var text = new StringBuilder(question.content());
    var values = new ArrayList<>(question.values());
    EntitySerializer serializer = form.serializer();
    for (LabeledPair pair : demonstrations) {
      text.append("\n{\"entity_one\": ");
      appendValue(form.json(serializer.serialize(pair.pair().left())), text, values);
      text.append(", \"entity_two\": ");
      appendValue(form.json(serializer.serialize(pair.pair().right())), text, values);
      text.append(", \"match\": ").append(pair.label().isMatch()).append('}');
    }
    return new Message(question.role(), text.toString(), values);
  }

  /** Marks what stands between the quotation marks or braces of a side. */
  private static void appendValue(String json, StringBuilder text, List<Message.ValueSpan> values) {
    int start = text.length() + 1;
    text.append(json);
    values.add(new Message.ValueSpan(start, text.length() - 1));
  }

  /** The text with braces that a template takes as such. */
  private static String literal(String text) {
    return text.replace("{", "{{").replace("}", "}}");
  }
}
