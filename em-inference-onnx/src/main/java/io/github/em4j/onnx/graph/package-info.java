/**
 * ONNX graphs built in Java: a typed builder whose operators are values, and the graphs of
 * Llama-like decoders that score answers.
 *
 * <p>{@link io.github.em4j.onnx.graph.GraphBuilder} checks element types and shapes while a graph
 * grows; {@link io.github.em4j.onnx.graph.LlamaGraph} builds a decoder with it; {@link
 * io.github.em4j.onnx.graph.TokenPacking} lays prompts out so that no token is computed twice;
 * {@link io.github.em4j.onnx.graph.GraphSession} runs a graph on ONNX Runtime.
 */
@NullMarked
package io.github.em4j.onnx.graph;

import org.jspecify.annotations.NullMarked;
