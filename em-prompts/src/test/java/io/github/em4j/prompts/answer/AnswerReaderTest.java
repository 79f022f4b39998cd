package io.github.em4j.prompts.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.MatchLabel;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerReaderTest {

  private static Optional<MatchLabel> label(String name) {
    return name.equals("-") ? Optional.empty() : Optional.of(MatchLabel.valueOf(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Yes; MATCH; MATCH",
        "no.; NON_MATCH; NON_MATCH",
        "**Yes**, they do; MATCH; MATCH",
        "- \"No\"; NON_MATCH; NON_MATCH",
        "__Yes__; MATCH; MATCH",
        "Yes.The two are the same; MATCH; MATCH",
        "YES, but no; MATCH; MATCH",
        "No, and yes; MATCH; NON_MATCH",
        "Cutting Knowledge Date: December 2023; NON_MATCH; -",
        "Not sure; NON_MATCH; -",
        "North; NON_MATCH; -",
        "Yesterday; MATCH; -",
        "No-one can say; NON_MATCH; -",
        "No.1 is the same; NON_MATCH; -",
        "No. 1 is another; NON_MATCH; NON_MATCH",
        "Yes/No; MATCH; -",
        "The answer is yes; MATCH; -",
        "The answer is unclear; -; -",
        "Ye\u0301s; -; -",
        "Yes\u0301; MATCH; -",
        "''; -; -",
        "?!; -; -",
      })
  void readsUnderBothRules(String answer, String paper, String strict) {
    assertThat(AnswerReader.YES_NO.read(answer))
        .isEqualTo(new AnswerReading(label(paper), label(strict)));
  }

  @Test
  void readsOtherWords() {
    var reader = new AnswerReader(new Verbalizer("Übereinstimmung", "Übereinstimmung fehlt"));
    assertThat(reader.read("übereinstimmung fehlt!").strict()).contains(MatchLabel.NON_MATCH);
    assertThat(reader.read("Übereinstimmung.").strict()).contains(MatchLabel.MATCH);
    assertThat(new AnswerReader(new Verbalizer("1", "0")).read("`1`").strict())
        .contains(MatchLabel.MATCH);
    assertThat(new AnswerReader(new Verbalizer("1", "0")).read("10").strict()).isEmpty();
    assertThat(new AnswerReader(new Verbalizer("是", "否")).read("否。").strict())
        .contains(MatchLabel.NON_MATCH);
  }

  @Test
  void findsWhatFollowsTheAnswer() {
    assertThat(AnswerReader.YES_NO.afterAnswer("**No.** The models\ndiffer. "))
        .isEqualTo("The models\ndiffer.");
    assertThat(AnswerReader.YES_NO.afterAnswer("Yes")).isEmpty();
    assertThat(AnswerReader.YES_NO.afterAnswer(" Hard to say. ")).isEqualTo("Hard to say.");
  }

  @Test
  void countsUnderBothRules() {
    var counter = new AnswerCounter();
    for (String answer : new String[] {"Yes", "No", "Not sure", "Perhaps"}) {
      counter.add(AnswerReader.YES_NO.read(answer));
    }
    assertThat(counter.counts(AnswerRule.PAPER)).isEqualTo(new LabelCounts(1, 2, 1));
    assertThat(counter.counts(AnswerRule.STRICT)).isEqualTo(new LabelCounts(1, 1, 2));
    assertThat(counter.counts(AnswerRule.STRICT).total()).isEqualTo(4);
    assertThat(counter.disagreements()).isEqualTo(1);
  }
}
