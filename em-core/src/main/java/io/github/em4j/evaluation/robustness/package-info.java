/**
 * How a matcher stands changes of its pairs that leave the label as it is: other orders, missing
 * values, typing errors, and values that try to give it instructions.
 *
 * <pre>{@code
 * RobustnessReport report =
 *     RobustnessEvaluator.DEFAULTS.evaluate(matcher, split, Perturbations.standard(42));
 * for (RobustnessResult result : report.results()) {
 *   result.f1();                            // beside report.f1()
 *   result.difference().difference();       // with its paired interval
 *   result.flips().rate().interval(0.95);   // how often the decision changed
 * }
 * }</pre>
 *
 * <p>Stored runs are compared by {@link io.github.em4j.evaluation.robustness.RobustnessReport#of}.
 * After Ribeiro et al., "Beyond Accuracy: Behavioral Testing of NLP Models with CheckList" (ACL
 * 2020), whose invariance tests these are.
 */
@NullMarked
package io.github.em4j.evaluation.robustness;

import org.jspecify.annotations.NullMarked;
