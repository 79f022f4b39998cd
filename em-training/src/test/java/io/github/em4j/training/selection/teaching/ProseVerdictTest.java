package io.github.em4j.training.selection.teaching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.MatchLabel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProseVerdictTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Both refer to the same real-world product.",
        "Entity A and Entity B match.",
        "The colours differ. Therefore, they are considered a match.",
        "Although the prices do not match, both describe the same entity.",
      })
  void readsAMatch(String text) {
    assertThat(ProseVerdict.of(text).label()).contains(MatchLabel.MATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "They do not match.",
        "The two descriptions do not refer to the same real-world product.",
        "Entity 1 is a lens. They're of one brand, but they are not a match.",
        "The two refer to completely different real-world entities, and here's why:",
        "While both are of the same product line, the two entities don't match.",
      })
  void readsANonMatch(String text) {
    assertThat(ProseVerdict.of(text).label()).contains(MatchLabel.NON_MATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The prices do not match exactly.",
        "The brands are different.",
        "It is not clear whether they match.",
        "I am sorry, I cannot help with that.",
        "",
      })
  void whatIsSaidOfAnAttributeIsNoVerdict(String text) {
    assertThat(ProseVerdict.of(text).mentions()).isFalse();
  }

  @Test
  void theFirstAndTheLastSentenceHaveToAgree() {
    ProseVerdict verdict =
        ProseVerdict.of("Both are the same product. In the end, they do not match.");
    assertThat(verdict.mentions()).isTrue();
    assertThat(verdict.label()).isEmpty();
  }
}
