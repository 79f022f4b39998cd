/** Tests of the readers and of leak detection. */
@NullMarked
package io.github.em4j.dataset;

import org.jspecify.annotations.NullMarked;
