package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LearningRateScheduleTest {

  @ParameterizedTest
  @EnumSource(Decay.class)
  void theRateGoesUpToThePeakInALine(Decay decay) {
    LearningRateSchedule schedule = new LearningRateSchedule(decay, 2, 0, 4, 12);

    assertThat(schedule.rate(0)).isEqualTo(0.5);
    assertThat(schedule.rate(3)).isEqualTo(2);
    assertThat(schedule.rate(4)).isCloseTo(2, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"CONSTANT, 2, 2", "LINEAR, 1.1, 0.2", "COSINE, 1.1, 0.2", "POLYNOMIAL, 0.65, 0.2"})
  void theRateGoesDownToTheFloor(Decay decay, double middle, double end) {
    LearningRateSchedule schedule = new LearningRateSchedule(decay, 2, 0.1, 4, 12);

    assertThat(schedule.rate(8)).isCloseTo(middle, within(1e-12));
    assertThat(schedule.rate(12)).isCloseTo(end, within(1e-12));
    assertThat(schedule.rate(100)).isCloseTo(end, within(1e-12));
  }

  @Test
  void aPolynomialOfPowerOneIsALine() {
    LearningRateSchedule line = new LearningRateSchedule(Decay.LINEAR, 2, 0, 4, 12);
    LearningRateSchedule first = new LearningRateSchedule(Decay.POLYNOMIAL, 1, 2, 0, 4, 12);
    for (int step = 0; step <= 12; step++) {
      assertThat(first.rate(step)).isEqualTo(line.rate(step));
    }
  }

  @Test
  void aWarmUpLongerThanTheRunIsRefused() {
    assertThatThrownBy(() -> new LearningRateSchedule(Decay.LINEAR, 1, 0, 5, 4))
        .hasMessage("the warm-up must be 0 to all of at least one step, found 5 of 4");
  }
}
