package io.github.em4j.prompts.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.AttributeComparison;
import io.github.em4j.MatchLabel;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationLine.Rejected;
import io.github.em4j.prompts.explanation.ExplanationLine.Repaired;
import io.github.em4j.prompts.explanation.ExplanationLine.WellFormed;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StructuredExplanationParserTest {
  private static final String LEFT = "Acme zoom lens 24mm f/2 red, 4 GB card";
  private static final String RIGHT = "ACME 24mm f/2.8 lens tripod mount";
  private static final StructuredExplanationParser PARSER = new StructuredExplanationParser();

  /** The only line behind the answer, with another line after it so that it cannot be cut off. */
  private static ExplanationLine line(String line) {
    String text = "Yes.\n" + line + "\nattribute=a|||importance=0|||values=b###c|||similarity=0";
    return PARSER.parse(text, LEFT, RIGHT).lines().get(0);
  }

  private static AttributeComparison repaired(String line, Repair... repairs) {
    ExplanationLine read = line(line);
    assertThat(read).isInstanceOf(Repaired.class);
    assertThat(((Repaired) read).repairs()).containsExactlyInAnyOrder(repairs);
    return ((Repaired) read).comparison();
  }

  private static AttributeComparison comparison(
      String name, String left, String right, double importance, double similarity) {
    return new AttributeComparison(
        name,
        Optional.of(left).filter(value -> !value.isEmpty()),
        Optional.of(right).filter(value -> !value.isEmpty()),
        OptionalDouble.of(importance),
        OptionalDouble.of(similarity));
  }

  @Test
  void readsALineThatFollowsTheForm() {
    String line = "attribute=model no|||importance=-0.95|||values=x 1###Missing|||similarity=.5  ";
    assertThat(line(line))
        .isEqualTo(new WellFormed(line.strip(), comparison("model no", "x 1", "", -0.95, 0.5)));
  }

  @Test
  void putsTheValueSeparatorRight() {
    AttributeComparison expected = comparison("a", "b", "c", 0.1, 0.2);
    assertThat(
            repaired(
                "attribute=a|||importance=0.1|||values=b|||c|||similarity=0.2",
                Repair.VALUE_SEPARATOR))
        .isEqualTo(expected);
    assertThat(
            repaired(
                "attribute=a|||importance=0.1|||values=b|||values=c|||similarity=0.2",
                Repair.VALUE_SEPARATOR))
        .isEqualTo(expected);
    assertThat(
            repaired(
                "attribute=a|||importance=0.1|||values=b|||c###similarity=0.2",
                Repair.VALUE_SEPARATOR,
                Repair.FIELD_SEPARATOR))
        .isEqualTo(expected);
    assertThat(
            repaired(
                "attribute=a|||importance=0.1|||values=b|||B###c|||similarity=0.2",
                Repair.VALUE_SEPARATOR,
                Repair.REPEATED_VALUE))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "red, 0.00, red, ''",
    "TRIPOD, 0.00, '', TRIPOD",
    // A substring of the right text as well, but there it is another number.
    "f/2, 0.00, f/2, ''",
    "4GB, 0, 4GB, ''",
    "24mm, 1.00, 24mm, 24mm",
    "acme, 1, acme, acme"
  })
  void putsALoneValueOnTheSideWhoseTextHasIt(
      String value, double similarity, String left, String right) {
    assertThat(
            repaired(
                "attribute=a|||importance=0.1|||values=" + value + "|||similarity=" + similarity,
                Repair.LONE_VALUE))
        .isEqualTo(comparison("a", left, right, 0.1, similarity));
  }

  @ParameterizedTest
  @CsvSource({
    "blue, 0.00, UNKNOWN_SIDE",
    "lens, 0.00, UNKNOWN_SIDE",
    "missing, 0.00, UNKNOWN_SIDE",
    "***, 0.00, UNKNOWN_SIDE",
    "'', 0.00, NO_VALUES",
    "red, 0.50, LOST_VALUE",
    "red, 1.00, LOST_VALUE"
  })
  void rejectsALoneValueWhoseSideIsNotCertain(String value, String similarity, Rejection reason) {
    String line = "attribute=a|||importance=0.1|||values=" + value + "|||similarity=" + similarity;
    assertThat(line(line)).isEqualTo(new Rejected(line, reason));
  }

  @Test
  void aLoneValueNeedsTheTextsOfThePair() {
    String line = "attribute=a|||importance=0.1|||values=red|||similarity=0.00";
    assertThat(PARSER.parse("No.\n" + line).lines())
        .containsExactly(new Rejected(line, Rejection.UNKNOWN_SIDE));
  }

  @Test
  void theTextsPlaceAValueBesideMissingWhereTheSeparatorIsWrong() {
    assertThat(
            repaired(
                "attribute=a|||importance=0.1|||values=tripod|||missing|||similarity=0.00",
                Repair.VALUE_SEPARATOR,
                Repair.VALUE_SIDE))
        .isEqualTo(comparison("a", "", "tripod", 0.1, 0));
    assertThat(
            repaired(
                "attribute=a|||importance=0.1|||values=red|||missing|||similarity=0.00",
                Repair.VALUE_SEPARATOR))
        .isEqualTo(comparison("a", "red", "", 0.1, 0));
    assertThat(line("attribute=a|||importance=0.1|||values=tripod###missing|||similarity=0.00"))
        .as("the form is right, so the line says what it says")
        .isInstanceOf(WellFormed.class);
  }

  @Test
  void putsNamesNumbersAndOrderRight() {
    AttributeComparison expected = comparison("size", "b", "c", -0.5, 0.25);
    assertThat(
            repaired(
                "attribute/size|||importance=-0.5|||values=b###c|||similarity=0.25",
                Repair.FIELD_NAME))
        .isEqualTo(expected);
    assertThat(
            repaired(
                "Attribute = size ||| Importance = -0.5|||values=b###c|||similarity=0.25",
                Repair.FIELD_NAME))
        .isEqualTo(expected);
    assertThat(
            repaired(
                "attribute=size|||importance=\u22120,5|||values=b###c|||similarity=+0.25.",
                Repair.NUMBER_FORM))
        .isEqualTo(expected);
    assertThat(
            repaired(
                "attribute=size|||values=b###c|||importance=-0.5|||similarity=0.25",
                Repair.FIELD_ORDER))
        .isEqualTo(expected);
    assertThat(
            repaired(
                "- attribute=size|||importance=-0.5|||values=b###c|||similarity=0.25",
                Repair.LINE_MARK))
        .isEqualTo(expected);
  }

  @Test
  void anAbsentNumberIsAbsent() {
    AttributeComparison read =
        repaired(
            "attribute=a|||values=b###|||similarity=missing",
            Repair.ABSENT_NUMBER,
            Repair.EMPTY_VALUE);
    assertThat(read.importance()).isEmpty();
    assertThat(read.similarity()).isEmpty();
    assertThat(read.left()).contains("b");
    assertThat(read.right()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Overall, the attributes agree.; NO_ATTRIBUTE",
        "attributes of both agree; NO_ATTRIBUTE",
        "attribute=|||importance=0|||values=b###c|||similarity=0; NO_ATTRIBUTE",
        "attribute=a|||importance=0|||similarity=0; NO_VALUES",
        "attribute=a|||importance=2|||values=b###c|||similarity=0; OUT_OF_RANGE",
        "attribute=a|||importance=0|||values=b###c|||similarity=-0.1; OUT_OF_RANGE",
        "attribute=a|||importance=high|||values=b###c|||similarity=0; NOT_A_NUMBER",
        "attribute=a|||importance=NaN|||values=b###c|||similarity=0; NOT_A_NUMBER",
        "attribute=a|||importance=0x1p3|||values=b###c|||similarity=0; NOT_A_NUMBER",
        "attribute=a|||importance=0|||values=b###c###d|||similarity=0; AMBIGUOUS_VALUES",
        "attribute=a|||importance=0|||values=b||||similarity=0|||similarity=0; AMBIGUOUS_VALUES",
        "attribute=a|||weight=0|||values=b###c|||similarity=0; UNKNOWN_FIELD",
        "attribute=a|||importance=0|||importance=0|||values=b###c|||similarity=0; UNKNOWN_FIELD",
      })
  void rejectsWhatCannotBeRead(String line, Rejection reason) {
    assertThat(line(line)).isEqualTo(new Rejected(line, reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attribute=a|||importance=-0.10|||values=missing###No External 5",
        "attribute=a|||importance=-0.10|||values=mis",
        "attribute=a|||importance=-0.10|||values=b###c|||similarity=0.",
        "attribute=a|||importance=-",
        "attribute=a"
      })
  void rejectsALastLineThatIsCutOff(String line) {
    assertThat(PARSER.parse("No.\n" + line).lines())
        .containsExactly(new Rejected(line, Rejection.CUT_OFF));
  }

  @Test
  void theLastLineOfACutTextIsNotTrusted() {
    var valuesOnly =
        new StructuredExplanationParser(
            ExplanationKind.STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY, Verbalizer.YES_NO);
    String whole = "attribute=a|||values=b###c";
    String cut = "attribute=model|||values=X100###X10";
    ParsedExplanation parsed = valuesOnly.parse("No.\n" + whole + "\n" + cut, "", "", true);
    assertThat(parsed.label()).contains(MatchLabel.NON_MATCH);
    assertThat(parsed.wellFormed()).isEqualTo(1);
    assertThat(parsed.lines()).endsWith(new Rejected(cut, Rejection.CUT_OFF));
    assertThat(valuesOnly.parse("No. " + cut, "", "", true).lines())
        .containsExactly(new Rejected(cut, Rejection.CUT_OFF));
    assertThat(valuesOnly.parse("No.\nattri", "", "", true).lines())
        .containsExactly(new Rejected("attri", Rejection.CUT_OFF));
    assertThat(valuesOnly.parse("No.", "", "", true).lines()).isEmpty();
  }

  @Test
  void theLastLineOfACutTextIsWholeBeforeALineBreak() {
    String line = "attribute=a|||importance=0|||values=b###c|||similarity=0";
    assertThat(PARSER.parse("No.\n" + line + "\n", LEFT, RIGHT, true).wellFormed()).isEqualTo(1);
    assertThat(PARSER.parse("No.\n" + line, LEFT, RIGHT, false).wellFormed()).isEqualTo(1);
  }

  @Test
  void findsAnAttributeBehindLettersThatChangeTheirLengthInLowerCase() {
    String line = "Brand=brand|||importance=0|||values=b###c|||similarity=0";
    for (String before : new String[] {"Yes \u0130. ", "Yes \u0130\u0130\u0130\u0130 "}) {
      assertThat(PARSER.parse(before + "ATTRIBUTE=" + line).explanation().comparisons())
          .extracting(AttributeComparison::attribute)
          .containsExactly("Brand=brand");
    }
  }

  @Test
  void valuesMayHoldNumberSigns() {
    assertThat(line("attribute=a|||importance=0|||values=C#5####133|||similarity=0"))
        .isInstanceOfSatisfying(
            WellFormed.class,
            read -> assertThat(read.comparison()).isEqualTo(comparison("a", "C#5", "#133", 0, 0)));
  }

  @Test
  void readsTheLabelFromTheFirstWord() {
    String line = "attribute=yes|||importance=0|||values=Yes###No|||similarity=0";
    assertThat(PARSER.parse("\n **No**, they differ.\r\n" + line).label())
        .contains(MatchLabel.NON_MATCH);
    assertThat(PARSER.parse("Certainly not. Yes?\n" + line).label()).isEmpty();
    assertThat(PARSER.parse(line).label()).isEmpty();
    assertThat(PARSER.parse("").label()).isEmpty();
  }

  @Test
  void anExplanationMayStartWithoutAnAnswerOrOnTheSameLine() {
    String line = "attribute=a|||importance=0|||values=b###c|||similarity=0";
    assertThat(PARSER.parse(line + "\n" + line).wellFormed()).isEqualTo(2);
    ParsedExplanation sameLine = PARSER.parse("Yes. " + line + "\n" + line);
    assertThat(sameLine.label()).contains(MatchLabel.MATCH);
    assertThat(sameLine.wellFormed()).isEqualTo(1);
    assertThat(sameLine.repaired()).isEqualTo(1);
  }

  @Test
  void readsTheReducedForms() {
    var noImportance =
        new StructuredExplanationParser(
            ExplanationKind.STRUCTURED_NO_IMPORTANCE, Verbalizer.YES_NO);
    assertThat(noImportance.parse("No.\nattribute=a|||values=b###c|||similarity=0").wellFormed())
        .isEqualTo(1);
    var valuesOnly =
        new StructuredExplanationParser(
            ExplanationKind.STRUCTURED_NO_IMPORTANCE_NO_SIMILARITY, Verbalizer.YES_NO);
    assertThat(valuesOnly.parse("No.\nattribute=a|||values=b###similarity=c").wellFormed())
        .isEqualTo(1);
    ParsedExplanation extra =
        valuesOnly.parse("No.\nattribute=a|||importance=0.5|||values=b###c|||similarity=0");
    assertThat(extra.repaired()).isEqualTo(1);
    assertThat(extra.explanation().comparisons().get(0).importance()).hasValue(0.5);
  }

  @Test
  void needsAStructuredKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new StructuredExplanationParser(ExplanationKind.WADHWA, Verbalizer.YES_NO));
  }

  @Test
  void countsContradictionsAndUnreadableLabels() {
    var statistics = new ExplanationStatistics();
    statistics.add(PARSER.parse("Yes."), MatchLabel.NON_MATCH);
    statistics.add(PARSER.parse("Yes."), MatchLabel.MATCH);
    statistics.add(PARSER.parse("Perhaps.\nwho knows"), MatchLabel.MATCH);
    assertThat(statistics.explanations()).isEqualTo(3);
    assertThat(statistics.labelContradictions()).isEqualTo(1);
    assertThat(statistics.unreadableLabels()).isEqualTo(1);
    assertThat(statistics.rejections()).containsOnlyKeys(Rejection.NO_ATTRIBUTE);
  }

  @Test
  void aVeryLongLineIsReadInOnePass() {
    String values = "|||x".repeat(200_000);
    String line = "attribute=a|||importance=0|||values=b" + values + "|||similarity=0";
    assertThat(PARSER.parse("Yes.\n" + line, LEFT, RIGHT).lines())
        .containsExactly(new Rejected(line, Rejection.AMBIGUOUS_VALUES));
  }
}
