package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Arm FAST = Arm.zeroShot("fast");
  private static final Arm SLOW = Arm.zeroShot("slow");
  private final Pace pace = new Pace();

  @Test
  void knowsNothingBeforeTheFirstAnswer() {
    assertThat(pace.left(Map.of(FAST, 10L), Map.of())).isEmpty();
  }

  @Test
  void takesEachArmAtItsOwnSpeed() {
    pace.answered(FAST, 100, Duration.ofSeconds(1));
    pace.answered(SLOW, 10, Duration.ofSeconds(10));

    assertThat(pace.left(Map.of(FAST, 200L, SLOW, 5L), Map.of())).contains(Duration.ofSeconds(7));
  }

  @Test
  void takesAnUnknownArmAtTheSpeedOfAllTogether() {
    pace.answered(FAST, 90, Duration.ofSeconds(1));
    pace.answered(SLOW, 10, Duration.ofSeconds(9));

    assertThat(pace.left(Map.of(Arm.zeroShot("new"), 20L), Map.of()))
        .contains(Duration.ofSeconds(2));
  }

  @Test
  void countsTheTrainingThatIsStillToCome() {
    pace.answered(FAST, 1, Duration.ofSeconds(1));
    pace.prepared("a", Duration.ofSeconds(10));
    pace.prepared("a", Duration.ofSeconds(20));

    assertThat(pace.left(Map.of(FAST, 0L), Map.of("a", 2, "b", 1)))
        .contains(Duration.ofSeconds(45));
  }
}
