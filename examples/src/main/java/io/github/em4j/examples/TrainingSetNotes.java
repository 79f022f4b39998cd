package io.github.em4j.examples;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.TrainingSetListener;
import io.github.em4j.training.selection.TrainingSetProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says how far a training set is: a line when a step begins and when it is done, and one every ten
 * seconds between them, with the time that is left of the step.
 */
final class TrainingSetNotes implements TrainingSetListener {
  private static final double SECONDS_BETWEEN_LINES = 10;
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final LongSupplier clock;
  private int step;
  private long began;
  private double said;

  TrainingSetNotes(PrintWriter out) {
    this(out, System::nanoTime);
  }

  /**
   * Notes by a clock of one's own.
   *
   * @param clock nanoseconds
   */
  TrainingSetNotes(PrintWriter out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void onProgress(TrainingSetProgress progress) {
    if (progress.step() != step) {
      step = progress.step();
      began = clock.getAsLong();
      said = 0;
      begin(progress);
    }
    double seconds = (clock.getAsLong() - began) / NANOS;
    if (progress.done() < progress.total() && seconds - said >= SECONDS_BETWEEN_LINES) {
      said = seconds;
      between(progress, seconds);
    }
    out.flush();
  }

  private void begin(TrainingSetProgress progress) {
    String resumed = "";
    if (progress.resumed() > 0) {
      resumed =
          progress.resumed() == progress.total()
              ? ", all done before"
              : String.format(Locale.ROOT, ", %,d of them done before", progress.resumed());
    }
    out.printf(
        Locale.ROOT,
        "Step %d of %d, %s: %,d pairs%s%n",
        progress.step(),
        progress.steps(),
        progress.name(),
        progress.total(),
        resumed);
  }

  private void between(TrainingSetProgress progress, double seconds) {
    double perSecond = (progress.done() - progress.resumed()) / seconds;
    String left =
        perSecond > 0
            ? ", " + left(Math.round((progress.total() - progress.done()) / perSecond))
            : "";
    TokenUsage usage = progress.usage();
    String tokens =
        usage.equals(TokenUsage.NONE)
            ? ""
            : String.format(Locale.ROOT, ", %,d tokens", usage.totalTokens());
    out.printf(
        Locale.ROOT,
        "  %,d of %,d pairs, %.1f pairs/s%s%s%n",
        progress.done(),
        progress.total(),
        perSecond,
        left,
        tokens);
  }

  private static String left(long seconds) {
    if (seconds < 60) {
      return seconds + " s left";
    }
    return seconds < 3600
        ? "%d min %02d s left".formatted(seconds / 60, seconds % 60)
        : "%d h %02d min left".formatted(seconds / 3600, seconds / 60 % 60);
  }
}
