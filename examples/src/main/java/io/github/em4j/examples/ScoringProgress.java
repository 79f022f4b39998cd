package io.github.em4j.examples;

import io.github.em4j.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import picocli.CommandLine.Help.Ansi;

/**
 * Tells how far a run is: in one line that is written over again on a terminal, in a line every ten
 * seconds elsewhere. A run that is over before says nothing.
 */
final class ScoringProgress implements Consumer<Progress> {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal;
  private Duration due = INTERVAL;
  private int width;

  ScoringProgress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Progress for a person where one looks on. */
  static ScoringProgress on(PrintWriter out) {
    return new ScoringProgress(out, Ansi.AUTO.enabled());
  }

  @Override
  public void accept(Progress progress) {
    boolean running = progress.state() == Progress.State.RUNNING;
    if (!terminal) {
      boolean last = progress.total().equals(OptionalLong.of(progress.finished()));
      if (running && !last && progress.elapsed().compareTo(due) >= 0) {
        out.println(line(progress));
        due = progress.elapsed().plus(INTERVAL);
      }
      return;
    }
    if (running) {
      String line = line(progress);
      int previous = width;
      width = line.length();
      out.print("\r" + line + " ".repeat(Math.max(0, previous - width)));
    } else if (width > 0) {
      out.println();
    }
    out.flush();
  }

  private static String line(Progress progress) {
    double seconds = progress.elapsed().toNanos() / 1e9;
    var line = new StringBuilder("  ");
    line.append(String.format(Locale.ROOT, "%,d", progress.finished()));
    progress.total().ifPresent(total -> line.append(String.format(Locale.ROOT, " of %,d", total)));
    line.append(String.format(Locale.ROOT, " pairs, %.1f pairs/s", progress.finished() / seconds));
    progress.estimatedRemaining().ifPresent(left -> line.append(", ").append(left(left)));
    return line.toString();
  }

  private static String left(Duration left) {
    long seconds = left.toSeconds();
    if (seconds < 60) {
      return seconds + " s left";
    }
    return seconds < 3600
        ? "%d min %02d s left".formatted(seconds / 60, seconds % 60)
        : "%d h %02d min left".formatted(seconds / 3600, seconds / 60 % 60);
  }
}
