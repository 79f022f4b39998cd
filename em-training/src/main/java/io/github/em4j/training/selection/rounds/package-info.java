/**
 * Choosing training pairs by training on them: rounds that learn from the errors of the round
 * before, and curves of what a label is worth (section 5 of the paper).
 */
@NullMarked
package io.github.em4j.training.selection.rounds;

import org.jspecify.annotations.NullMarked;
