/**
 * What is won when the least confident pairs are left to people.
 *
 * <pre>{@code
 * AbstentionCurve curve = AbstentionCurve.of(test);          // points for a chart of F1 and coverage
 * AbstentionPoint tenPercent = curve.review(0.10);           // people look at one pair in ten
 * tenPercent.kept().f1();                                    // what the matcher decides alone
 * tenPercent.errorsCaught();                                 // which part of its errors people see
 * tenPercent.afterReview().f1();                             // where they are right
 * curve.areaUnderRiskCoverage();
 *
 * AbstentionThreshold threshold = AbstentionThreshold.forRiskOn(validation, 0.01).orElseThrow();
 * threshold.applyTo(test).risk();
 * }</pre>
 *
 * <p>Confidence is the probability that the matcher gives to its own answer: {@code p(match)} of a
 * pair that it takes for a match, one less that of a pair that it takes for a non-match. So it goes
 * with whatever threshold decided the pairs, and orders them well as far as the probabilities are
 * calibrated. Undecided and failed pairs have no answer to be confident of: they come first for
 * review. Pairs of equal confidence go to review together or not at all.
 *
 * <p>Everything here is immutable and safe for use by many threads.
 */
@NullMarked
package io.github.em4j.evaluation.abstention;

import org.jspecify.annotations.NullMarked;
