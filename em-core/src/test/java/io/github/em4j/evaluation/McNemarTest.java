package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.dataset.DatasetSplit;
import org.junit.jupiter.api.Test;

class McNemarTest {

  @Test
  void isExactForFewDiscordantPairs() {
    var test = new McNemar(2, 8);

    // 2 · (1 + 10 + 45) / 1024
    assertThat(test.pValue()).isCloseTo(0.109375, within(1e-12));
    assertThat(test.method()).isEqualTo(McNemar.Method.EXACT_BINOMIAL);
    assertThat(test.chiSquare()).isEmpty();
  }

  @Test
  void usesCorrectedChiSquareForManyDiscordantPairs() {
    var test = new McNemar(10, 30);

    assertThat(test.method()).isEqualTo(McNemar.Method.CORRECTED_CHI_SQUARE);
    // (20 − 1)² / 40
    assertThat(test.chiSquare()).hasValue(9.025);
    // erfc(√(9.025 / 2)), computed with another program.
    assertThat(test.pValue()).isCloseTo(0.002663119259138554, within(1e-15));
  }

  @Test
  void changesItsMethodAtTwentyFive() {
    assertThat(new McNemar(12, 12).method()).isEqualTo(McNemar.Method.EXACT_BINOMIAL);
    assertThat(new McNemar(12, 13).method()).isEqualTo(McNemar.Method.CORRECTED_CHI_SQUARE);
  }

  @Test
  void findsNothingWhereNothingDiffers() {
    assertThat(new McNemar(0, 0).pValue()).isEqualTo(1);
    assertThat(new McNemar(7, 7).pValue()).isEqualTo(1);
    assertThat(new McNemar(50, 50).pValue()).isEqualTo(1);
  }

  @Test
  void countsUndecidedAndFailedPairsAsWrong() {
    DatasetSplit split = Given.split("valid", "110011");

    McNemar test = McNemar.of(Given.answers(split, "110011"), Given.answers(split, "1?0!01"));

    assertThat(test).isEqualTo(new McNemar(3, 0));
  }

  @Test
  void refusesPredictionsOnOtherPairs() {
    Predictions first = Given.answers("10", "10");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(first, Given.answers("100", "100")))
        .withMessageContaining("same pairs")
        .withMessageContaining("found 2")
        .withMessageContaining("and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(first, Given.answers("11", "10")))
        .withMessageContaining("pair 1")
        .withMessageContaining("NON_MATCH 'a1#b1' and MATCH 'a1#b1'");
  }

  @Test
  void acceptsTheSamePairsReadTwice() {
    assertThat(McNemar.of(Given.answers("10", "10"), Given.answers("10", "01")))
        .isEqualTo(new McNemar(2, 0));
  }

  @Test
  void refusesNegativeCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new McNemar(-1, 2))
        .withMessageContaining("-1 and 2");
  }
}
