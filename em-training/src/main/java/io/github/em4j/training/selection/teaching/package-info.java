/**
 * What a teacher, that is a larger language model, adds to a training set: explanations of its
 * labels and new pairs made from its pairs (sections 4 and 5 of the paper).
 *
 * <p>A teacher's answers are messy. The steps here repair what can be repaired for certain, ask
 * again a bounded number of times, and say of every pair what became of it.
 */
@NullMarked
package io.github.em4j.training.selection.teaching;

import org.jspecify.annotations.NullMarked;
