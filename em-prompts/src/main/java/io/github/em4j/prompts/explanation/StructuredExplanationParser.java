package io.github.em4j.prompts.explanation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchLabel;
import io.github.em4j.prompts.answer.AnswerReader;
import io.github.em4j.prompts.answer.Verbalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads structured explanations as models really write them: puts right what is certain, rejects
 * the rest, and says of every line which it was. Never fails, whatever the text, and takes time
 * linear in its length.
 *
 * <p>The first line that is not blank is the answer, unless it is an attribute line already; every
 * further line that is not blank counts as an attribute line. Immutable and safe for use by many
 * threads.
 */
public final class StructuredExplanationParser {
  private static final String ATTRIBUTE = "attribute=";

  private final ExplanationKind kind;
  private final AnswerReader answers;

  /**
   * A parser of the full form with the answers Yes and No.
   *
   * @see ExplanationKind#STRUCTURED
   */
  public StructuredExplanationParser() {
    this(ExplanationKind.STRUCTURED, Verbalizer.YES_NO);
  }

  /**
   * A parser of one structured form.
   *
   * @param kind the form that is expected: {@link ExplanationKind#STRUCTURED} or one of the two
   *     that leave numbers out
   * @param verbalizer the words of the answer
   * @throws IllegalArgumentException if the kind is not structured
   */
  public StructuredExplanationParser(ExplanationKind kind, Verbalizer verbalizer) {
    if (!kind.isStructured()) {
      throw new IllegalArgumentException("a structured kind is needed, found " + kind);
    }
    this.kind = kind;
    this.answers = new AnswerReader(verbalizer);
  }

  /**
   * Reads an explanation without knowing what it explains: a line that gives one value only is
   * rejected.
   *
   * @param text what the model wrote
   * @return what it says
   */
  public ParsedExplanation parse(String text) {
    return parse(text, PairTexts.UNKNOWN, false);
  }

  /**
   * Reads an explanation of a known pair.
   *
   * @param text what the model wrote
   * @param left the text of the left entity, as the model saw it
   * @param right the text of the right entity
   * @return what it says
   */
  public ParsedExplanation parse(String text, String left, String right) {
    return parse(text, left, right, false);
  }

  /**
   * Reads an explanation of a known pair that may be cut off. Of a text that is, the last attribute
   * line is rejected as {@link Rejection#CUT_OFF} even where it looks whole, since its last value
   * may have gone on; a line that a line break ends is whole.
   *
   * @param text what the model wrote
   * @param left the text of the left entity, as the model saw it
   * @param right the text of the right entity
   * @param truncated whether the model was stopped before its end, as by a limit of tokens
   * @return what it says
   */
  public ParsedExplanation parse(String text, String left, String right, boolean truncated) {
    var pair = new PairTexts(requireNonNull(left, "left"), requireNonNull(right, "right"));
    return parse(text, pair, truncated && !endsWithLineBreak(text));
  }

  private static boolean endsWithLineBreak(String text) {
    return text.endsWith("\n") || text.endsWith("\r");
  }

  private ParsedExplanation parse(String text, PairTexts pair, boolean lastIsCutOff) {
    List<String> lines = nonBlankLines(text);
    if (lines.isEmpty()) {
      return new ParsedExplanation(Optional.empty(), List.of());
    }
    Optional<MatchLabel> label = Optional.empty();
    var read = new ArrayList<ExplanationLine>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      var line = new AttributeLineParser(lines.get(i), kind, pair, i == lines.size() - 1);
      if (i > 0 || line.looksLikeAttribute()) {
        read.add(line.parse());
      } else {
        label = answers.read(lines.get(0)).strict();
        attributeBehindAnswer(lines.get(0), pair, lines.size() == 1).ifPresent(read::add);
      }
    }
    if (lastIsCutOff && !read.isEmpty()) {
      int last = read.size() - 1;
      read.set(last, new ExplanationLine.Rejected(read.get(last).text(), Rejection.CUT_OFF));
    }
    return new ParsedExplanation(label, read);
  }

  /** An attribute line that goes on where the answer ends: {@code Yes. attribute=…|||…} */
  private Optional<ExplanationLine> attributeBehindAnswer(
      String line, PairTexts pair, boolean last) {
    int start = attributeStart(line);
    if (start < 0 || line.indexOf(LineText.FIELD_SEPARATOR, start) < 0) {
      return Optional.empty();
    }
    var behind = new AttributeLineParser(line.substring(start), kind, pair, last);
    behind.note(Repair.ANSWER_LINE);
    return Optional.of(behind.parse());
  }

  /** Where an attribute begins, or -1; a lower-case copy may have other indices. */
  private static int attributeStart(String line) {
    for (int i = 0; i <= line.length() - ATTRIBUTE.length(); i++) {
      if (line.regionMatches(true, i, ATTRIBUTE, 0, ATTRIBUTE.length())) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> nonBlankLines(String text) {
    var lines = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        String line = LineText.strip(text.substring(start, i));
        if (!line.isEmpty()) {
          lines.add(line);
        }
        start = i + 1;
      }
    }
    return lines;
  }
}
