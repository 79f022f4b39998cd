/**
 * Benchmark and user data: readers, splits, leaks and conflicts.
 *
 * <p>{@link io.github.em4j.dataset.DatasetReader} reads DeepMatcher folders, WDC Products, Ditto's
 * text form, and pair files in CSV and JSON lines; its documentation lists the forms and headers.
 * {@link io.github.em4j.dataset.LeakDetector} says what the splits of a data set share and where
 * its labels contradict each other.
 *
 * <pre>{@code
 * Dataset dataset = DatasetReader.open(Path.of("abt-buy"));
 * List<LabeledPair> train = dataset.require(Dataset.TRAIN).pairs();
 * if (LeakDetector.withDefaults().check(dataset).hasLeaks()) { ... }
 * }</pre>
 */
@NullMarked
package io.github.em4j.dataset;

import org.jspecify.annotations.NullMarked;
