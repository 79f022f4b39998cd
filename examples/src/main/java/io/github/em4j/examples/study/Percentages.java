package io.github.em4j.examples.study;

import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Estimate;
import java.util.Locale;

/** Fractions as the tables and charts of a report show them: in per cent. */
final class Percentages {
  private static final int DIGITS = 2;

  private Percentages() {}

  static Cell cell(double fraction) {
    return Cell.number(100 * fraction, DIGITS);
  }

  static Cell cell(ConfidenceInterval interval) {
    return Cell.score(estimate(interval), DIGITS);
  }

  /** A difference of two fractions, in points. */
  static Cell difference(double fraction) {
    return Cell.difference(Estimate.of(100 * fraction), DIGITS);
  }

  static Cell difference(ConfidenceInterval interval) {
    return Cell.difference(estimate(interval), DIGITS);
  }

  static Estimate estimate(ConfidenceInterval interval) {
    return Estimate.of(interval).times(100);
  }

  static Estimate estimate(double fraction) {
    return Estimate.of(100 * fraction);
  }

  /** For running text: two digits, as the paper prints scores. */
  static String text(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  /** A figure of a study, which may have no interval. */
  static Estimate estimate(io.github.em4j.evaluation.study.Estimate figure) {
    return figure
        .interval()
        .map(interval -> Estimate.of(figure.value(), interval.low(), interval.high()))
        .orElseGet(() -> Estimate.of(figure.value()))
        .times(100);
  }

  static Cell cell(io.github.em4j.evaluation.study.Estimate figure) {
    return Cell.score(estimate(figure), DIGITS);
  }

  static Cell difference(io.github.em4j.evaluation.study.Estimate figure) {
    return Cell.difference(estimate(figure), DIGITS);
  }
}
