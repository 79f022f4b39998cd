package io.github.em4j.prompts;

import io.github.em4j.CandidatePair;
import io.github.em4j.MatchDecision;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.prompts.answer.AnswerReader;
import io.github.em4j.prompts.answer.AnswerRule;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.prompts.explanation.StructuredExplanationParser;
import java.util.Optional;

/** Reads label and explanation out of a model's answer. */
final class AnswerInterpreter {
  private final EntitySerializer serializer;
  private final AnswerReader reader;
  private final AnswerRule rule;
  private final ExplanationKind kind;
  private final Optional<StructuredExplanationParser> parser;

  AnswerInterpreter(PromptRenderer renderer, AnswerRule rule, ExplanationKind kind) {
    Verbalizer verbalizer = renderer.verbalizer();
    this.serializer = renderer.serializer();
    this.reader = new AnswerReader(verbalizer);
    this.rule = rule;
    this.kind = kind;
    this.parser =
        kind.isStructured()
            ? Optional.of(new StructuredExplanationParser(kind, verbalizer))
            : Optional.empty();
  }

  AnswerRule rule() {
    return rule;
  }

  /** Puts into the decision what the answer says; leaves out what it does not say. */
  void interpret(Completion answer, CandidatePair pair, MatchDecision.Builder decision) {
    reader.read(answer.text()).by(rule).ifPresent(decision::label);
    if (kind.isTextual()) {
      String text = reader.afterAnswer(answer.text());
      if (!text.isBlank()) {
        decision.explanation(new TextExplanation(text));
      }
    } else if (parser.isPresent()) {
      StructuredExplanation explanation =
          parser
              .get()
              .parse(
                  answer.text(),
                  serializer.serialize(pair.left()),
                  serializer.serialize(pair.right()),
                  isTruncated(answer.finishReason()))
              .explanation();
      if (!explanation.comparisons().isEmpty()) {
        decision.explanation(explanation);
      }
    }
  }

  /** Whether the answer was stopped before its end. */
  private static boolean isTruncated(FinishReason reason) {
    return reason == FinishReason.LENGTH || reason == FinishReason.CONTENT_FILTER;
  }
}
