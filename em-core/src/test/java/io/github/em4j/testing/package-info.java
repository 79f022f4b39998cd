/** What every module tests with: the contract of matchers and the finder of the benchmark data. */
@NullMarked
package io.github.em4j.testing;

import org.jspecify.annotations.NullMarked;
