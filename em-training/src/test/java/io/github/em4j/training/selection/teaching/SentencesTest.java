package io.github.em4j.training.selection.teaching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SentencesTest {

  @Test
  void endWithTheirMarksAndWithTheirLines() {
    assertThat(Sentences.of("It costs $3.50 (e.g. here). \"Really?\" Yes!\n\n1. Brand\n2. Model x"))
        .containsExactly(
            "It costs $3.50 (e.g. here).", "\"Really?\"", "Yes!", "1. Brand", "2. Model x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Both agree. The model | Both agree.
          Both agree. 2. | Both agree.
          Both agree (they do.) And | Both agree (they do.)
          **Both agree.** Then | **Both agree.**
          Both agree, e.g. in | ''
          It is 3.5 | ''
          It costs $5. | It costs $5.
          """)
  void ofATextThatWasCutOffTheWholeOnesStay(String text, String whole) {
    assertThat(Sentences.whole(text)).isEqualTo(whole);
  }
}
