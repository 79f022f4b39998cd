/** What the packages of this module share; not for use outside em4j. */
@NullMarked
package io.github.em4j.training.internal;

import org.jspecify.annotations.NullMarked;
