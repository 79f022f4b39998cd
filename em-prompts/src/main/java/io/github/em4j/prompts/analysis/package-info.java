/**
 * Error analysis by a language model: lets it find classes of a matcher's errors and assign each
 * error to them. The prompts are here, the results in {@code io.github.em4j.evaluation.errors}.
 */
@NullMarked
package io.github.em4j.prompts.analysis;

import org.jspecify.annotations.NullMarked;
