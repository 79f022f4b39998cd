/**
 * Hugging Face checkpoint folders: configuration, weights, tokenizer, chat template, adapters; read
 * and written.
 */
@NullMarked
package io.github.em4j.onnx.checkpoint;

import org.jspecify.annotations.NullMarked;
