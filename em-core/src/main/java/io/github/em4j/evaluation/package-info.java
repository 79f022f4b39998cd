/**
 * Scores of a matcher on labelled pairs, with the statistics that say how far to trust them.
 *
 * <pre>{@code
 * EvaluationReport onValid = Evaluator.DEFAULTS.evaluate(matcher, dataset.require(Dataset.VALIDATION));
 * EvaluationReport onTest = Evaluator.DEFAULTS.evaluate(matcher, dataset.require(Dataset.TEST));
 * onTest.interval(Score.F1);                                  // as the matcher itself decided
 * onTest.at(DecisionThreshold.bestF1On(onValid.predictions())).interval(Score.F1);
 * onTest.predictions().scored().rocCurve();                   // also precision-recall, calibration
 * McNemar.of(onTest.predictions(), otherOnTest.predictions()).pValue();
 * Bootstrap.DEFAULTS.difference(onTest.predictions(), otherOnTest.predictions(), Score.F1);
 * }</pre>
 *
 * <p>The packages below make something of it: {@code calibration} mends probabilities, {@code
 * abstention} leaves the least confident pairs to people, {@code cascade} puts a cheap matcher
 * before a dear one.
 *
 * <p>Everything here is immutable and safe for use by many threads, builders aside. No score is
 * ever NaN: what is a matter of counts is 0 where it divides zero by zero, what is not defined is
 * an empty optional.
 */
@NullMarked
package io.github.em4j.evaluation;

import org.jspecify.annotations.NullMarked;
