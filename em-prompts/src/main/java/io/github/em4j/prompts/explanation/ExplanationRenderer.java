package io.github.em4j.prompts.explanation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.AttributeComparison;
import io.github.em4j.Explanation;
import io.github.em4j.MatchLabel;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.prompts.answer.Verbalizer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Writes an answer and its explanation as a training target, in one of the six representations of
 * the paper.
 *
 * <p>An attribute line holds less than a {@link AttributeComparison} may: {@link #normalize} says
 * what is left of one, and {@link StructuredExplanationParser} reads exactly that back. Immutable
 * and safe for use by many threads.
 */
public final class ExplanationRenderer {
  private static final int DECIMALS = 2;

  private final ExplanationKind kind;
  private final Verbalizer verbalizer;

  /**
   * A renderer of one kind that answers Yes or No.
   *
   * @param kind the representation
   */
  public ExplanationRenderer(ExplanationKind kind) {
    this(kind, Verbalizer.YES_NO);
  }

  /**
   * A renderer of one kind.
   *
   * @param kind the representation
   * @param verbalizer the words to answer with
   */
  public ExplanationRenderer(ExplanationKind kind, Verbalizer verbalizer) {
    this.kind = requireNonNull(kind, "kind");
    this.verbalizer = requireNonNull(verbalizer, "verbalizer");
  }

  /**
   * The representation that this renderer writes.
   *
   * @return the kind
   */
  public ExplanationKind kind() {
    return kind;
  }

  /**
   * Writes the answer alone.
   *
   * @param label the label
   * @return for example {@code Yes}
   * @throws IllegalArgumentException if the kind needs an explanation
   */
  public String render(MatchLabel label) {
    if (kind != ExplanationKind.NONE) {
      throw new IllegalArgumentException("representation " + kind + " needs an explanation");
    }
    return verbalizer.word(label);
  }

  /**
   * Writes an answer with its explanation, or without it for {@link ExplanationKind#NONE}.
   *
   * @param label the label
   * @param explanation a {@link TextExplanation} for the textual kinds, a {@link
   *     StructuredExplanation} for the structured ones
   * @return the training target; lines end in {@code \n}, the last one in nothing
   * @throws IllegalArgumentException if the explanation is of the wrong type for the kind
   */
  public String render(MatchLabel label, Explanation explanation) {
    String answer = verbalizer.word(label);
    if (kind == ExplanationKind.NONE) {
      return answer;
    }
    if (kind.isTextual() && explanation instanceof TextExplanation text) {
      return answer + ". " + text.text().strip();
    }
    if (kind.isStructured() && explanation instanceof StructuredExplanation structured) {
      var lines = new StringBuilder(answer).append('.');
      structured.comparisons().forEach(c -> lines.append('\n').append(line(c)));
      return lines.toString();
    }
    throw new IllegalArgumentException(
        "representation "
            + kind
            + " needs a "
            + (kind.isTextual() ? "TextExplanation" : "StructuredExplanation")
            + ", found "
            + explanation.getClass().getSimpleName());
  }

  /**
   * What an attribute line of this kind says of a comparison:
   *
   * <ul>
   *   <li>white space and control characters in name and values collapse to single spaces, with
   *       none at the ends; three or more {@code |} or {@code #} in a row get a space after every
   *       second one, so that none of them is a separator;
   *   <li>a value that is blank or reads {@code missing}, in any case, is absent; a name that is
   *       blank becomes {@code unnamed};
   *   <li>numbers are rounded to two decimals, and left out where the kind has none.
   * </ul>
   *
   * @param comparison the comparison
   * @return the normal form; normalising it again changes nothing
   * @throws IllegalArgumentException if the kind is not structured
   */
  public AttributeComparison normalize(AttributeComparison comparison) {
    if (!kind.isStructured()) {
      throw new IllegalArgumentException("representation " + kind + " has no attribute lines");
    }
    String name = LineText.normalize(comparison.attribute());
    return new AttributeComparison(
        name.isEmpty() ? "unnamed" : name,
        normalValue(comparison.left()),
        normalValue(comparison.right()),
        kind.hasImportance() ? rounded(comparison.importance()) : OptionalDouble.empty(),
        kind.hasSimilarity() ? rounded(comparison.similarity()) : OptionalDouble.empty());
  }

  private String line(AttributeComparison comparison) {
    AttributeComparison normal = normalize(comparison);
    var line = new StringBuilder("attribute=").append(LineText.padded(normal.attribute()));
    if (kind.hasImportance()) {
      line.append("|||importance=").append(number(normal.importance()));
    }
    line.append("|||values=")
        .append(value(normal.left()))
        .append(LineText.VALUE_SEPARATOR)
        .append(value(normal.right()));
    if (kind.hasSimilarity()) {
      line.append("|||similarity=").append(number(normal.similarity()));
    }
    return line.toString();
  }

  private static Optional<String> normalValue(Optional<String> value) {
    return value
        .map(LineText::normalize)
        .filter(text -> !text.isEmpty() && !text.equalsIgnoreCase(LineText.MISSING));
  }

  private static String value(Optional<String> value) {
    return value.map(LineText::padded).orElse(LineText.MISSING);
  }

  private static OptionalDouble rounded(OptionalDouble number) {
    return number.isEmpty()
        ? number
        : OptionalDouble.of(decimal(number.getAsDouble()).doubleValue());
  }

  private static String number(OptionalDouble number) {
    return number.isEmpty() ? LineText.MISSING : decimal(number.getAsDouble()).toPlainString();
  }

  private static BigDecimal decimal(double number) {
    return BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_UP);
  }
}
