/** Tests of data for fine-tuning. */
@NullMarked
package io.github.em4j.training;

import org.jspecify.annotations.NullMarked;
