/**
 * Training inside the JVM: the differentiable graph of a decoder, reverse-mode differentiation of
 * it, and the steps of an optimiser on ONNX Runtime.
 *
 * <p>{@link io.github.em4j.training.lora.TrainingSession} takes batches of {@link
 * io.github.em4j.training.lora.TrainingExample}s and changes the {@linkplain
 * io.github.em4j.training.lora.Trainable trainable} numbers of a checkpoint.
 */
@NullMarked
package io.github.em4j.training.lora;

import org.jspecify.annotations.NullMarked;
