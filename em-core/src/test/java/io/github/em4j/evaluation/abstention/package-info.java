@NullMarked
package io.github.em4j.evaluation.abstention;

import org.jspecify.annotations.NullMarked;
