/** Hugging Face checkpoints on ONNX Runtime, as language models and choice scorers. */
@NullMarked
package io.github.em4j.onnx;

import org.jspecify.annotations.NullMarked;
