package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.Progress;
import io.github.em4j.Progress.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ScoringProgressTest {
  private final StringWriter text = new StringWriter();

  @Test
  void writesALineEveryTenSecondsWhereNobodyLooksOn() {
    var progress = new ScoringProgress(new PrintWriter(text), false);
    progress.accept(at(State.RUNNING, 64, 4));
    progress.accept(at(State.RUNNING, 192, 12));
    progress.accept(at(State.RUNNING, 256, 16));
    progress.accept(at(State.RUNNING, 400, 25));
    progress.accept(at(State.RUNNING, 1916, 120));
    progress.accept(at(State.COMPLETED, 1916, 120));
    assertThat(text.toString().lines())
        .containsExactly(
            "  192 of 1,916 pairs, 16.0 pairs/s, 1 min 47 s left",
            "  400 of 1,916 pairs, 16.0 pairs/s, 1 min 34 s left");
  }

  @Test
  void writesOneLineOverAndOverOnATerminal() {
    var progress = new ScoringProgress(new PrintWriter(text), true);
    progress.accept(at(State.RUNNING, 64, 64));
    progress.accept(at(State.RUNNING, 1900, 95));
    progress.accept(at(State.COMPLETED, 1916, 96));
    assertThat(text.toString().strip().split("\r"))
        .containsExactly(
            "64 of 1,916 pairs, 1.0 pairs/s, 30 min 52 s left",
            "  1,900 of 1,916 pairs, 20.0 pairs/s, 0 s left    ".stripTrailing());
    assertThat(text.toString()).endsWith(System.lineSeparator());
  }

  private static Progress at(State state, long finished, int seconds) {
    return new Progress(state, finished, 0, 0, OptionalLong.of(1916), Duration.ofSeconds(seconds));
  }
}
