/**
 * Training inside the JVM: the differentiable graph of a decoder, reverse-mode differentiation of
 * it, and the steps of an optimiser on ONNX Runtime.
 *
 * <p>{@link io.github.em4j.training.lora.LoraTrainer} trains adapters and {@link
 * io.github.em4j.training.lora.FullTrainer} whole small models, each with validation, a log and
 * going on after an interruption. {@link io.github.em4j.training.lora.TrainingSession} is what they
 * are made of: it takes batches of {@link io.github.em4j.training.lora.TrainingExample}s and
 * changes the {@linkplain io.github.em4j.training.lora.Trainable trainable} numbers of a
 * checkpoint. {@link io.github.em4j.training.lora.TrlFineTuner} leaves the work to a program.
 */
@NullMarked
package io.github.em4j.training.lora;

import org.jspecify.annotations.NullMarked;
