package io.github.em4j.examples;

import io.github.em4j.evaluation.study.CellFailure;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.evaluation.study.StudyListener;
import io.github.em4j.evaluation.study.StudyProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * Tells how far a study is: a line for each score, and between them how much is left, written over
 * again on a terminal and every ten seconds elsewhere.
 */
final class StudyNotes implements StudyListener {
  private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private long planned;
  private long doneBefore;
  private long doneNow;
  private long measuredPairs;
  private double measuredSeconds;
  private long last = System.nanoTime();
  private int width;

  StudyNotes(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Notes for a person where one looks on. */
  static StudyNotes on(PrintWriter out) {
    return new StudyNotes(out, Ansi.AUTO.enabled());
  }

  /** How many pairs all parts of the study have together. */
  void willRun(long pairs) {
    planned = pairs;
  }

  /** One part is done. */
  void finished() {
    doneBefore += doneNow;
    doneNow = 0;
  }

  @Override
  public void preparing(String recipe, Optional<String> source, long seed) {
    line(
        source
            .map(name -> "Making ready: %s, trained on %s, seed %d".formatted(recipe, name, seed))
            .orElse("Making ready: " + recipe));
  }

  @Override
  public void progressed(StudyProgress progress) {
    doneNow = progress.pairsDone();
    long now = System.nanoTime();
    if (progress.current().isEmpty() || (!terminal && now - last < NANOS_BETWEEN_LINES)) {
      return;
    }
    last = now;
    String text =
        String.format(
            Locale.ROOT,
            "  %,d of %,d pairs%s (%s)",
            doneBefore + doneNow,
            Math.max(planned, doneBefore + doneNow),
            left(progress).map(time -> ", about " + text(time) + " left").orElse(""),
            progress.current().get());
    if (terminal) {
      out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** What is left of this part, and of the others at the mean pace of all cells so far. */
  private Optional<Duration> left(StudyProgress progress) {
    long later = Math.max(0, planned - doneBefore - progress.pairs());
    double laterSeconds = measuredPairs == 0 ? 0 : later * measuredSeconds / measuredPairs;
    return progress
        .estimatedRemaining()
        .map(here -> here.plus(Duration.ofMillis((long) (1000 * laterSeconds))));
  }

  private static String text(Duration left) {
    long s = left.toSeconds();
    if (s < 60) {
      return s + " s";
    }
    return s < 3600
        ? "%d min %02d s".formatted(s / 60, s % 60)
        : "%d h %02d min".formatted(s / 3600, s / 60 % 60);
  }

  @Override
  public void cellFinished(CellResult result) {
    measuredPairs += result.predictions().size();
    measuredSeconds += result.duration().toNanos() / 1e9;
    if (result.key().isTest()) {
      line(
          "F1 %s  %s"
              .formatted(Percent.of(result.predictions().counts().f1()), result.key().toString()));
    }
  }

  @Override
  public void cellFailed(CellFailure failure) {
    line("Failed: %s: %s".formatted(failure.key(), failure.message()));
  }

  private void line(String text) {
    if (width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
    out.println(text);
    out.flush();
  }
}
