@NullMarked
package io.github.em4j.evaluation.cascade;

import org.jspecify.annotations.NullMarked;
