package io.github.em4j.prompts.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.MatchLabel;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class AnswerReaderProperties {

  @Property(tries = 500)
  void anyTextCanBeRead(@ForAll String answer) {
    AnswerReading reading = AnswerReader.YES_NO.read(answer);
    // A whole first word is a substring too, so the paper's rule finds something as well.
    if (reading.strict().isPresent()) {
      assertThat(reading.paper()).isPresent();
    }
    assertThat(answer.strip()).endsWith(AnswerReader.YES_NO.afterAnswer(answer));
  }

  @Property(tries = 300)
  void theFirstWordDecidesWhateverFollows(@ForAll MatchLabel label, @ForAll String rest) {
    String answer = Verbalizer.YES_NO.word(label) + ", " + rest;
    assertThat(AnswerReader.YES_NO.read(answer).strict()).contains(label);
  }
}
