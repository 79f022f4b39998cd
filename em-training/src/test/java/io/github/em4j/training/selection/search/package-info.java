/** Tests of the search for neighbours and of the demonstrations that it leads to. */
@NullMarked
package io.github.em4j.training.selection.search;

import org.jspecify.annotations.NullMarked;
