/**
 * Explanations as text: the six representations of the paper, written as training targets, and the
 * tolerant reader of the structured ones.
 */
@NullMarked
package io.github.em4j.prompts.explanation;

import org.jspecify.annotations.NullMarked;
