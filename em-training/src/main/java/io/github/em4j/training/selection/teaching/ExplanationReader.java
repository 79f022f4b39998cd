package io.github.em4j.training.selection.teaching;

import io.github.em4j.Explanation;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.model.Completion;
import io.github.em4j.prompts.answer.AnswerReader;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.prompts.explanation.ExplanationLine;
import io.github.em4j.prompts.explanation.ExplanationRenderer;
import io.github.em4j.prompts.explanation.ParsedExplanation;
import io.github.em4j.prompts.explanation.StructuredExplanationParser;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what a teacher wrote to explain a label, and says what it is worth. */
final class ExplanationReader {
  /** The answer did not begin with the label's word, and says it in another way or not at all. */
  static final String NO_ANSWER_WORD = "NO_ANSWER_WORD";

  /** The answer was cut off and ends with its last whole sentence now. */
  static final String LAST_SENTENCE = "LAST_SENTENCE";

  private final ExplanationKind kind;
  private final Verbalizer verbalizer;
  private final AnswerReader answers;
  private final ExplanationRenderer form;

  /**
   * An explanation that serves.
   *
   * @param explanation in the normal form of its kind
   * @param repairs how often each thing was put right or left out
   */
  record Taught(Explanation explanation, Map<String, Integer> repairs) {}

  ExplanationReader(ExplanationKind kind, Verbalizer verbalizer) {
    this.kind = kind;
    this.verbalizer = verbalizer;
    this.answers = new AnswerReader(verbalizer);
    this.form = new ExplanationRenderer(kind, verbalizer);
  }

  /**
   * Reads an answer.
   *
   * @param completion the answer
   * @param left the text of the left entity, as the teacher saw it
   * @param right the text of the right entity
   * @param known the label that the teacher was told
   */
  Reading<Taught> read(Completion completion, String left, String right, MatchLabel known) {
    WrittenAnswer answer = WrittenAnswer.of(completion);
    if (answer.text().isBlank()) {
      return unusable("empty answer", "The answer was empty.", known);
    }
    return kind.isStructured() ? structured(answer, left, right, known) : prose(answer, known);
  }

  private Reading<Taught> structured(
      WrittenAnswer answer, String left, String right, MatchLabel known) {
    ParsedExplanation parsed =
        new StructuredExplanationParser(kind, verbalizer)
            .parse(answer.text(), left, right, answer.truncated());
    int readable = parsed.wellFormed() + parsed.repaired();
    if (readable == 0) {
      return unusable(
          "no attribute line", "The answer has no line of the form attribute=NAME|||…", known);
    }
    if (parsed.rejected() > readable) {
      return unusable(
          "most lines unreadable",
          "%d of the %d lines do not have the form attribute=NAME|||…"
              .formatted(parsed.rejected(), parsed.lines().size()),
          known);
    }
    var explanation =
        new StructuredExplanation(
            parsed.explanation().comparisons().stream().map(form::normalize).toList());
    return judged(new Taught(explanation, repairs(parsed)), parsed.contradicts(known), known);
  }

  private static Map<String, Integer> repairs(ParsedExplanation parsed) {
    var repairs = new TreeMap<String, Integer>();
    if (parsed.label().isEmpty()) {
      repairs.put(NO_ANSWER_WORD, 1);
    }
    for (ExplanationLine line : parsed.lines()) {
      if (line instanceof ExplanationLine.Repaired repaired) {
        repaired.repairs().forEach(repair -> repairs.merge(repair.name(), 1, Integer::sum));
      } else if (line instanceof ExplanationLine.Rejected rejected) {
        repairs.merge("left out: " + rejected.reason(), 1, Integer::sum);
      }
    }
    return repairs;
  }

  private Reading<Taught> prose(WrittenAnswer answer, MatchLabel known) {
    var repairs = new TreeMap<String, Integer>();
    Optional<MatchLabel> word = answers.read(answer.text()).strict();
    String text = capitalized(answers.afterAnswer(answer.text()));
    if (text.isBlank()) {
      return unusable("no explanation", "The answer has no explanation.", known);
    }
    // What follows the last whole sentence is lost, and says what is meant all the same.
    ProseVerdict verdict = ProseVerdict.of(text);
    if (word.isEmpty()) {
      if (!verdict.mentions()) {
        return unusable("no answer word", "It is not clear which answer is explained.", known);
      }
      repairs.put(NO_ANSWER_WORD, 1);
    }
    if (answer.truncated()) {
      String whole = Sentences.whole(text);
      if (!whole.equals(text)) {
        repairs.put(LAST_SENTENCE, 1);
        text = whole;
      }
    }
    if (text.isBlank()) {
      return unusable("no whole sentence", "The answer was cut off; write less.", known);
    }
    boolean contradicts =
        (word.isPresent() && word.get() != known)
            || (verdict.label().isPresent() && verdict.label().get() != known);
    return judged(new Taught(new TextExplanation(text), repairs), contradicts, known);
  }

  /** Sets a capital where the answering word was cut away: {@code Yes, the two …}. */
  private static String capitalized(String text) {
    int end = 0;
    while (end < text.length() && Character.isLowerCase(text.charAt(end))) {
      end++;
    }
    boolean lowerCaseWord = end > 0 && (end == text.length() || text.charAt(end) == ' ');
    return lowerCaseWord ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
  }

  private Reading<Taught> judged(Taught taught, boolean contradicts, MatchLabel known) {
    return contradicts
        ? new Reading.Contradictory<>(
            taught, "The answer speaks against the known answer." + again(known))
        : new Reading.Usable<>(taught);
  }

  private Reading<Taught> unusable(String reason, String complaint, MatchLabel known) {
    return new Reading.Unusable<>(reason, complaint + again(known));
  }

  private String again(MatchLabel known) {
    return " The known answer is '%s'. Write the explanation again, begin with this word and keep to the form that was asked for."
        .formatted(verbalizer.word(known));
  }
}
