@NullMarked
package io.github.em4j.evaluation.calibration;

import org.jspecify.annotations.NullMarked;
