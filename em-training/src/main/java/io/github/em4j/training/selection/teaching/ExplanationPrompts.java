package io.github.em4j.training.selection.teaching;

import io.github.em4j.AttributeComparison;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.PromptTemplate;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.prompts.explanation.ExplanationRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The prompts that ask a teacher to explain a label: a system message with the task, the form and
 * examples, the same for all pairs, and a question with the pair and its known answer. All products
 * and publications in them are invented.
 */
final class ExplanationPrompts {
  private static final String TASK =
      """
      You help to build training data for entity matching. You are shown two {entity} descriptions \
      from different sources, and the known answer to the question whether both refer to the same \
      real-world {entity}. Take the known answer as true and explain it by what the two \
      descriptions say; add nothing that they do not say.
      """;

  private static final String QUESTION =
      """
      Entity 1: '{left}'
      Entity 2: '{right}'
      Known answer: %s.\
      """;

  private static final String LONG_TEXTUAL =
      """
      Begin with the known answer, '%1$s' or '%2$s'. Then explain it in detail, in plain prose \
      without headings: go through the attributes that the descriptions state, say of each whether \
      both agree, whether they differ or whether only one states it, and how much it counts. End \
      with a sentence that draws the conclusion. Write at most 250 words.
      """;

  private static final String WADHWA =
      """
      Begin with the known answer, '%1$s' or '%2$s'. Then explain it in one or two sentences that \
      name the facts which decide.

      Examples:

      """;

  private static final String STRUCTURED =
      """
      Name as attributes what the descriptions state, such as the brand, the model or the year, the \
      one that decides included. Copy the values as they are written, the one of Entity 1 first.

      Example:

      """;

  private final ExplanationKind kind;
  private final Verbalizer verbalizer;
  private final PromptTemplate match;
  private final PromptTemplate nonMatch;

  /** A pair that was explained by hand. */
  private record Example(String left, String right, MatchLabel label, String why) {}

  private static final List<Example> EXAMPLES =
      List.of(
          new Example(
              "Norvik T200 cordless drill 18V, 2 batteries, blue",
              "NORVIK T-200 drill/driver kit 18 V w/ two batteries",
              MatchLabel.MATCH,
              "Both are the cordless drill T200 of Norvik with 18 V and two batteries; the colour"
                  + " that only one of them states does not speak against it."),
          new Example(
              "Norvik T200 cordless drill 18V, 2 batteries, blue",
              "Norvik T220 cordless drill 18V with 2 batteries",
              MatchLabel.NON_MATCH,
              "Brand, voltage and batteries agree, but T200 and T220 are two models of the same"
                  + " series."),
          new Example(
              "Lazy joins for streams of records; A. Moreau, K. Lindqvist; Proc. DSX; 2004",
              "Moreau, Lindqvist: Lazy Joins for Streams of Records",
              MatchLabel.MATCH,
              "The titles are the same but for capital letters and both name Moreau and Lindqvist;"
                  + " the second one only leaves out where and when it was published."),
          new Example(
              "Lazy joins for streams of records; A. Moreau, K. Lindqvist; Proc. DSX; 2004",
              "Lazy joins for streams of records, revisited; K. Lindqvist; DSX Journal; 2009",
              MatchLabel.NON_MATCH,
              "The second one is a later journal article by one of the two authors, with another"
                  + " title and published five years after the first."));

  private static final StructuredExplanation LINES =
      new StructuredExplanation(
          List.of(
              line("brand", "Norvik", "Norvik", 0.1, 1),
              line("model", "T200", "T220", -0.9, 0.7),
              line("voltage", "18V", "18V", 0.1, 1),
              line("colour", "blue", "", 0, 0)));

  /**
   * @param kind any but {@link ExplanationKind#NONE}
   * @param entity what the entities are called
   */
  ExplanationPrompts(ExplanationKind kind, Verbalizer verbalizer, String entity) {
    if (kind == ExplanationKind.NONE) {
      throw new IllegalArgumentException(
          "kind NONE explains nothing; allowed are all kinds beside it");
    }
    this.kind = kind;
    this.verbalizer = verbalizer;
    this.match = template(MatchLabel.MATCH, entity);
    this.nonMatch = template(MatchLabel.NON_MATCH, entity);
  }

  /** The template that asks about pairs of a label. */
  PromptTemplate template(MatchLabel known) {
    return known.isMatch() ? match : nonMatch;
  }

  Prompt prompt(String left, String right, MatchLabel known) {
    PromptTemplate template = template(known);
    var messages = new ArrayList<Message>();
    template.systemMessage().ifPresent(messages::add);
    messages.add(template.question(left, right));
    return new Prompt(messages);
  }

  private PromptTemplate template(MatchLabel known, String entity) {
    String name =
        "explain-%s (%s, %s)"
            .formatted(
                kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                entity,
                verbalizer.word(known));
    return PromptTemplate.builder(name, QUESTION.formatted(literal(verbalizer.word(known))))
        .entity(entity)
        .system(TASK + "\n" + form().strip())
        .build();
  }

  private String form() {
    return switch (kind) {
      case LONG_TEXTUAL -> named(LONG_TEXTUAL);
      case WADHWA -> named(WADHWA) + shortExamples();
      default -> literal(kind.instruction(verbalizer)) + " " + STRUCTURED + example();
    };
  }

  private String named(String text) {
    return text.formatted(literal(verbalizer.match()), literal(verbalizer.nonMatch()));
  }

  private String shortExamples() {
    var renderer = new ExplanationRenderer(kind, verbalizer);
    var text = new StringBuilder();
    for (Example example : EXAMPLES) {
      text.append(question(example))
          .append(literal(renderer.render(example.label(), new TextExplanation(example.why()))))
          .append("\n\n");
    }
    return text.toString();
  }

  private String example() {
    var renderer = new ExplanationRenderer(kind, verbalizer);
    Example example = EXAMPLES.get(1);
    return question(example) + literal(renderer.render(example.label(), LINES));
  }

  private String question(Example example) {
    return "Entity 1: '%s'\nEntity 2: '%s'\nKnown answer: %s.\n"
        .formatted(example.left(), example.right(), literal(verbalizer.word(example.label())));
  }

  /** The text with braces that a template takes as such. */
  private static String literal(String text) {
    return text.replace("{", "{{").replace("}", "}}");
  }

  private static AttributeComparison line(
      String attribute, String left, String right, double importance, double similarity) {
    return new AttributeComparison(
        attribute,
        Optional.of(left),
        Optional.of(right).filter(value -> !value.isEmpty()),
        OptionalDouble.of(importance),
        OptionalDouble.of(similarity));
  }
}
