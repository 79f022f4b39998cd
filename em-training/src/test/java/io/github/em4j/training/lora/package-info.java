/** Tests of the classical lora. */
@NullMarked
package io.github.em4j.training.lora;

import org.jspecify.annotations.NullMarked;
