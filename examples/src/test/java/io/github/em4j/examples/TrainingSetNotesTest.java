package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.TrainingSetProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrainingSetNotesTest {
  private static final long SECOND = 1_000_000_000L;

  private final StringWriter out = new StringWriter();
  private long now;
  private final TrainingSetNotes notes = new TrainingSetNotes(new PrintWriter(out), () -> now);

  private void at(long seconds, int step, int done, int resumed, TokenUsage usage) {
    now = seconds * SECOND;
    notes.onProgress(new TrainingSetProgress(step, 2, "error-filter", done, 1000, resumed, usage));
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  @Test
  void saysWhenAStepBeginsAndThenEveryTenSecondsWhatIsLeft() {
    at(100, 1, 0, 0, TokenUsage.NONE);
    at(105, 1, 50, 0, TokenUsage.NONE);
    at(110, 1, 100, 0, new TokenUsage(900, 100));
    at(115, 1, 150, 0, new TokenUsage(1350, 150));
    at(120, 1, 200, 0, new TokenUsage(1800, 200));
    at(200, 1, 1000, 0, new TokenUsage(9000, 1000));
    assertThat(lines())
        .containsExactly(
            "Step 1 of 2, error-filter: 1,000 pairs",
            "  100 of 1,000 pairs, 10.0 pairs/s, 1 min 30 s left, 1,000 tokens",
            "  200 of 1,000 pairs, 10.0 pairs/s, 1 min 20 s left, 2,000 tokens");
  }

  @Test
  void doesNotCountWhatWasDoneBefore() {
    at(0, 1, 500, 500, TokenUsage.NONE);
    at(10, 1, 600, 500, TokenUsage.NONE);
    at(11, 2, 1000, 1000, TokenUsage.NONE);
    assertThat(lines())
        .containsExactly(
            "Step 1 of 2, error-filter: 1,000 pairs, 500 of them done before",
            "  600 of 1,000 pairs, 10.0 pairs/s, 40 s left",
            "Step 2 of 2, error-filter: 1,000 pairs, all done before");
  }
}
