package io.github.em4j.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text, the same in every language and on every machine. */
final class Numbers {

  /** What stands for a number that was not measured. */
  static final String MISSING = "–";

  private Numbers() {}

  /** A number with a fixed number of digits after the point; halves are rounded up. */
  static String fixed(double value, int digits) {
    if (Double.isNaN(value)) {
      return MISSING;
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    return rounded.toPlainString();
  }

  /** Like {@link #fixed}, with a plus before a positive number. */
  static String signed(double value, int digits) {
    String shown = fixed(value, digits);
    return value > 0 && !shown.equals(fixed(0, digits)) ? "+" + shown : shown;
  }

  /** A number with four significant digits at most and no zero at its end. */
  static String significant(double value) {
    if (Double.isNaN(value)) {
      return MISSING;
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4, RoundingMode.HALF_UP));
    if (rounded.signum() == 0) {
      return "0";
    }
    BigDecimal brief = rounded.stripTrailingZeros();
    boolean extreme = brief.precision() - brief.scale() > 9 || brief.scale() > 9;
    return extreme ? brief.toString() : brief.toPlainString();
  }

  /** The number of a cell, without its bounds. */
  static String value(Cell.NumberCell cell) {
    double value = cell.estimate().value();
    return cell.signed() ? signed(value, cell.digits()) : fixed(value, cell.digits());
  }

  /** The bounds of a cell, in brackets; empty where there are none. */
  static String bounds(Cell.NumberCell cell) {
    return cell.estimate().hasBounds() ? bounds(cell.estimate(), cell.digits(), cell.signed()) : "";
  }

  private static String bounds(Estimate estimate, int digits, boolean signed) {
    double low = estimate.low().orElseThrow();
    double high = estimate.high().orElseThrow();
    return signed
        ? "[%s, %s]".formatted(signed(low, digits), signed(high, digits))
        : "[%s, %s]".formatted(fixed(low, digits), fixed(high, digits));
  }

  /** An estimate with its bounds, for running text. */
  static String withBounds(Estimate estimate, int digits) {
    String value = fixed(estimate.value(), digits);
    return estimate.hasBounds() ? value + " " + bounds(estimate, digits, false) : value;
  }
}
