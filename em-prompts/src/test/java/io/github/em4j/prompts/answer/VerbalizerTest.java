package io.github.em4j.prompts.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.MatchLabel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerbalizerTest {

  @Test
  void saysYesForAMatchAndNoForANonMatch() {
    assertThat(Verbalizer.YES_NO.word(MatchLabel.MATCH)).isEqualTo("Yes");
    assertThat(Verbalizer.YES_NO.word(MatchLabel.NON_MATCH)).isEqualTo("No");
    assertThat(Verbalizer.YES_NO.words()).containsExactly("Yes", "No");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " Yes", "Yes ", "Ye\ns", "+", "no", "NO"})
  void refusesWordsThatCannotBeReadOrToldApart(String match) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Verbalizer(match, "No"));
  }
}
