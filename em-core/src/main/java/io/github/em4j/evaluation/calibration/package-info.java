/**
 * Probabilities that mean what they say: calibrators are fitted on validation data and applied to
 * predictions or to a matcher.
 *
 * <pre>{@code
 * Calibrator calibrator = TemperatureScaling.fitOn(validation);      // or IsotonicCalibration
 * DecisionThreshold threshold = DecisionThreshold.bestF1On(calibrator.applyTo(validation));
 * Predictions onTest = threshold.applyTo(calibrator.applyTo(test));
 * calibrator.save(Path.of("calibrator.json"));
 * EntityMatcher calibrated = CalibratedMatcher.of(matcher, calibrator, threshold);
 * }</pre>
 *
 * <p>Everything here is immutable and safe for use by many threads.
 */
@NullMarked
package io.github.em4j.evaluation.calibration;

import org.jspecify.annotations.NullMarked;
