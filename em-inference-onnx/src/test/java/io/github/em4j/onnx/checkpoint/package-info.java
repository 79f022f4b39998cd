@NullMarked
package io.github.em4j.onnx.checkpoint;

import org.jspecify.annotations.NullMarked;
