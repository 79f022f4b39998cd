@NullMarked
package io.github.em4j.training.pretraining;

import org.jspecify.annotations.NullMarked;
