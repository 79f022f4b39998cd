/**
 * Two matchers in a row: a cheap one decides the clear cases, a dearer one gets the band between
 * two thresholds on the cheap one's probability.
 *
 * <pre>{@code
 * // Both matchers have run over the validation split; nothing is run again to choose.
 * CascadeTarget target = CascadeTarget.share(0.1);           // or precision, recall, cost, ...
 * CascadeThresholds thresholds = CascadeThresholds.chooseOn(cheapValid, dearValid, target).orElseThrow();
 * CascadeResult onTest = thresholds.applyTo(cheapTest, dearTest);
 *
 * // F1 against the share passed on, for a chart.
 * CascadeCurve.chosenOn(cheapValid, dearValid).applyTo(cheapTest, dearTest);
 *
 * EntityMatcher cascade = CascadeMatcher.builder(cheap, dear, thresholds).build();
 * }</pre>
 *
 * <p>A pair that the cheap matcher fails on, leaves undecided or decides without a probability is
 * always passed on. Everything here is safe for use by many threads, builders aside.
 */
@NullMarked
package io.github.em4j.evaluation.cascade;

import org.jspecify.annotations.NullMarked;
