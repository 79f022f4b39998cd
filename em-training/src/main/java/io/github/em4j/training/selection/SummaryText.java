package io.github.em4j.training.selection;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.ClassBalance;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** A summary as a table for people. */
final class SummaryText {
  private final StringBuilder text = new StringBuilder();

  private SummaryText() {}

  static String of(TrainingSetSummary summary) {
    var table = new SummaryText();
    for (TrainingSetSummary.Source source : summary.sources()) {
      table.line("source %s: %s", source.name(), balance(source.balance()));
    }
    int number = 1;
    for (TrainingSetSummary.Step step : summary.steps()) {
      table.step(number++, step);
    }
    table.line("training set: %s", balance(summary.balance()));
    TrainingSetSummary.Repetitions repetitions = summary.repetitions();
    if (repetitions.pairs() > 0) {
      table.line(
          "  there more than once: %,d pairs, %,d of them with two labels",
          repetitions.pairs(), repetitions.contradictory());
    }
    summary.leaks().forEach(table::leaks);
    if (!summary.usage().equals(TokenUsage.NONE)) {
      table.line("cost: %s", cost(summary.usage(), summary.cost()));
    }
    return table.text.toString().stripTrailing();
  }

  private void step(int number, TrainingSetSummary.Step step) {
    line("step %d, %s: %,d -> %,d pairs", number, step.name(), step.given(), step.passedOn());
    for (TrainingSetSummary.Count count : step.counts()) {
      String action = count.action().name().toLowerCase(Locale.ROOT);
      line("  %,9d %-10s %s", count.pairs(), action, count.reason());
    }
    if (!step.usage().equals(TokenUsage.NONE)) {
      line("  %s", cost(step.usage(), step.cost()));
    }
  }

  private void leaks(TrainingSetSummary.Leaks leaks) {
    line(
        "leaks into %s (%,d pairs): %,d by ids, %,d by text, %,d of them with another label",
        leaks.split(), leaks.pairs(), leaks.byIds(), leaks.byText(), leaks.contradictory());
  }

  private static String balance(ClassBalance balance) {
    int pairs = balance.matches() + balance.nonMatches();
    return String.format(Locale.ROOT, "%,d pairs, %s", pairs, balance);
  }

  private static String cost(TokenUsage usage, Optional<BigDecimal> cost) {
    String tokens =
        String.format(
            Locale.ROOT,
            "%,d tokens read, %,d written",
            usage.promptTokens(),
            usage.completionTokens());
    return tokens + cost.map(money -> ", price " + money(money)).orElse("");
  }

  /** Without zeros at the end, but with two digits of a coin at least. */
  private static String money(BigDecimal money) {
    BigDecimal shortest = money.stripTrailingZeros();
    return (shortest.scale() < 2 ? shortest.setScale(2) : shortest).toPlainString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
