/**
 * The classical baseline: similarity features and a Tribuo classifier, the reference that every
 * language model has to beat.
 */
@NullMarked
package io.github.em4j.training.baseline;

import org.jspecify.annotations.NullMarked;
