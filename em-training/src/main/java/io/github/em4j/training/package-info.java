/** Learning from labelled pairs. */
@NullMarked
package io.github.em4j.training;

import org.jspecify.annotations.NullMarked;
