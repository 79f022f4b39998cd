/** Tests of choosing training pairs by training on them. */
@NullMarked
package io.github.em4j.training.selection.rounds;

import org.jspecify.annotations.NullMarked;
