package io.github.em4j.evaluation;

import java.util.function.ToDoubleFunction;

/** The scores that follow from {@link ConfusionCounts}, by name. Each lies in [0, 1]. */
public enum Score implements ToDoubleFunction<ConfusionCounts> {
  /** {@link ConfusionCounts#precision}. */
  PRECISION(ConfusionCounts::precision),
  /** {@link ConfusionCounts#recall}. */
  RECALL(ConfusionCounts::recall),
  /** {@link ConfusionCounts#f1}. */
  F1(ConfusionCounts::f1),
  /** {@link ConfusionCounts#accuracy}. */
  ACCURACY(ConfusionCounts::accuracy);

  // An enum constant must be immutable to Error Prone's eyes; a method reference is.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToDoubleFunction<ConfusionCounts> formula;

  Score(ToDoubleFunction<ConfusionCounts> formula) {
    this.formula = formula;
  }

  @Override
  public double applyAsDouble(ConfusionCounts counts) {
    return formula.applyAsDouble(counts);
  }
}
