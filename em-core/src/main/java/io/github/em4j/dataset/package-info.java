/** Benchmark and user data: readers, splits, leaks and conflicts. */
@NullMarked
package io.github.em4j.dataset;

import org.jspecify.annotations.NullMarked;
