/** Tests of the package that makes training sets. */
@NullMarked
package io.github.em4j.training.selection;

import org.jspecify.annotations.NullMarked;
