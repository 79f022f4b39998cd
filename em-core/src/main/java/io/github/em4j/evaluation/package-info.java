/** Scores of a matcher on labelled pairs, with the statistics that say how far to trust them. */
@NullMarked
package io.github.em4j.evaluation;

import org.jspecify.annotations.NullMarked;
