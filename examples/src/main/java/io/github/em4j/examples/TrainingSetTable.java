package io.github.em4j.examples;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.PairAction;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.TrainingSet;
import io.github.em4j.training.selection.TrainingSetSummary;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A finished training set as a person reads it, and as a program does. */
final class TrainingSetTable {

  private TrainingSetTable() {}

  /**
   * What came of a training set.
   *
   * @param folder where it lies
   * @param pairs how many pairs it has
   * @param matches how many of them are matches
   * @param steps what was done
   * @param leaks pairs in common with each held-out split
   * @param repeated pairs that are in it more than once
   * @param promptTokens tokens read
   * @param completionTokens tokens written
   * @param cost what they cost, where it is known and not nothing
   * @param exports where it was written for whom
   */
  record Figures(
      String folder,
      int pairs,
      int matches,
      List<StepFigures> steps,
      Map<String, Integer> leaks,
      int repeated,
      long promptTokens,
      long completionTokens,
      Optional<BigDecimal> cost,
      Map<String, String> exports) {}

  /**
   * What a step did.
   *
   * @param name what it is called
   * @param in how many pairs it was given
   * @param out how many it passed on
   * @param matches how many of those are matches
   * @param outcomes how many pairs had which outcome, for example {@code dropped: judge disagrees}
   */
  record StepFigures(String name, int in, int out, int matches, Map<String, Integer> outcomes) {}

  static Figures figures(TrainingSet set, String folder, Map<String, String> exports) {
    TrainingSetSummary summary = set.summary();
    Map<String, Integer> leaks = new TreeMap<>();
    summary.leaks().forEach(l -> leaks.put(l.split(), Math.max(l.byIds(), l.byText())));
    List<StepFigures> steps =
        IntStream.range(0, summary.steps().size())
            .mapToObj(i -> step(summary.steps().get(i), set.steps().get(i).passedOn()))
            .toList();
    return new Figures(
        folder,
        set.pairs().size(),
        summary.balance().matches(),
        steps,
        leaks,
        summary.repetitions().pairs(),
        summary.usage().promptTokens(),
        summary.usage().completionTokens(),
        summary.cost().filter(cost -> cost.signum() > 0),
        exports);
  }

  private static StepFigures step(TrainingSetSummary.Step step, List<TrainingPair> passedOn) {
    Map<String, Integer> outcomes = new LinkedHashMap<>();
    step.counts().forEach(count -> outcomes.put(name(count), count.pairs()));
    return new StepFigures(step.name(), step.given(), step.passedOn(), matches(passedOn), outcomes);
  }

  private static String name(TrainingSetSummary.Count count) {
    return count.action().name().toLowerCase(Locale.ROOT) + ": " + count.reason();
  }

  private static int matches(List<TrainingPair> pairs) {
    return (int) pairs.stream().filter(pair -> pair.pair().label().isMatch()).count();
  }

  static void print(TrainingSet set, PrintWriter out) {
    TrainingSetSummary summary = set.summary();
    var table = new TextTable("step", "in", "out", "matches", "%", "tokens", "what was done");
    table.row(
        "sources",
        "–",
        count(set.sources().size()),
        count(matches(set.sources())),
        share(matches(set.sources()), set.sources().size()),
        "–",
        "");
    for (int i = 0; i < summary.steps().size(); i++) {
      TrainingSetSummary.Step step = summary.steps().get(i);
      List<TrainingPair> passedOn = set.steps().get(i).passedOn();
      table.row(
          (i + 1) + " " + step.name(),
          count(step.given()),
          count(step.passedOn()),
          count(matches(passedOn)),
          share(matches(passedOn), passedOn.size()),
          step.usage().equals(TokenUsage.NONE) ? "–" : count(step.usage().totalTokens()),
          done(step));
    }
    table.print(out);
    out.println();
    printEnd(summary, out);
  }

  /** What changed; that pairs stayed says itself. */
  private static String done(TrainingSetSummary.Step step) {
    StringBuilder done = new StringBuilder();
    for (TrainingSetSummary.Count count : step.counts()) {
      if (count.action() != PairAction.KEPT || isDoubtful(count.reason())) {
        done.append(done.isEmpty() ? "" : "; ")
            .append(count(count.pairs()))
            .append(' ')
            .append(count.action().name().toLowerCase(Locale.ROOT))
            .append(" (")
            .append(count.reason())
            .append(')');
      }
    }
    return done.isEmpty() ? "nothing" : done.toString();
  }

  /** Pairs that stayed because a model failed at them. */
  private static boolean isDoubtful(String reason) {
    return reason.contains("failed") || reason.contains("undecided") || reason.startsWith("no ");
  }

  private static void printEnd(TrainingSetSummary summary, PrintWriter out) {
    out.printf("Training set: %s%n", summary.balance());
    TrainingSetSummary.Repetitions repeated = summary.repetitions();
    if (repeated.pairs() > 0) {
      out.printf(
          Locale.ROOT,
          "There more than once: %,d pairs, %,d of them with two labels%n",
          repeated.pairs(),
          repeated.contradictory());
    }
    for (TrainingSetSummary.Leaks leak : summary.leaks()) {
      int pairs = Math.max(leak.byIds(), leak.byText());
      out.println(
          pairs == 0
              ? "Leaks into %s: none".formatted(leak.split())
              : String.format(
                  Locale.ROOT,
                  "Leaks into %s: %,d of its %,d pairs are in the set (the step 'leaks' removes"
                      + " them)",
                  leak.split(),
                  pairs,
                  leak.pairs()));
    }
    if (!summary.usage().equals(TokenUsage.NONE)) {
      out.printf(
          Locale.ROOT,
          "Cost: %,d tokens read, %,d written%s%n",
          summary.usage().promptTokens(),
          summary.usage().completionTokens(),
          summary.cost().filter(cost -> cost.signum() > 0).map(TrainingSetTable::price).orElse(""));
    }
    out.flush();
  }

  /** Without zeros at the end, but with two digits of a coin at least. */
  private static String price(BigDecimal cost) {
    BigDecimal shortest = cost.stripTrailingZeros();
    return ", price " + (shortest.scale() < 2 ? shortest.setScale(2) : shortest).toPlainString();
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String share(int matches, int pairs) {
    return pairs == 0 ? "–" : String.format(Locale.ROOT, "%.1f", 100.0 * matches / pairs);
  }
}
