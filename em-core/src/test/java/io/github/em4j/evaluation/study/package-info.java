/** Studies that are run, cut off, read again and scored, and the published table by hand. */
@NullMarked
package io.github.em4j.evaluation.study;

import org.jspecify.annotations.NullMarked;
