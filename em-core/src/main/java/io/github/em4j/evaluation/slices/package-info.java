/**
 * Scores on parts of a split: where a matcher is weak that looks strong on the whole.
 *
 * <pre>{@code
 * SliceReport report =
 *     SliceReport.of(onTest.predictions(), Slicings.standard(train), Bootstrap.DEFAULTS);
 * for (SlicedScores slicing : report.slicings()) {
 *   for (SliceScores slice : slicing.slices()) {
 *     slice.pairs();                // how many it covers
 *     slice.interval(Score.F1);     // empty where there is no match to find
 *   }
 * }
 * }</pre>
 *
 * <p>Slices are cut by the pairs and never by the answers. Many slices are many chances to see a
 * difference that is none: look at the intervals.
 */
@NullMarked
package io.github.em4j.evaluation.slices;

import org.jspecify.annotations.NullMarked;
