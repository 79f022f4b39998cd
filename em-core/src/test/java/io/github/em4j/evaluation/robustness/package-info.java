/** Hand-computed values, brute-force references and properties of the scores. */
@NullMarked
package io.github.em4j.evaluation.robustness;

import org.jspecify.annotations.NullMarked;
