/** Tests of the classical baseline. */
@NullMarked
package io.github.em4j.training.baseline;

import org.jspecify.annotations.NullMarked;
