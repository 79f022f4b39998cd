/** Tests of what a teacher adds to a training set, on recorded answers among others. */
@NullMarked
package io.github.em4j.training.selection.teaching;

import org.jspecify.annotations.NullMarked;
