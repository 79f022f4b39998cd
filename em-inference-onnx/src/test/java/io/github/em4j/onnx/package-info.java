@NullMarked
package io.github.em4j.onnx;

import org.jspecify.annotations.NullMarked;
