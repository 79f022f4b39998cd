/**
 * What em4j asks of a model: text completion, scores of given choices, embeddings, and to be
 * fine-tuned. Implementations live in other modules.
 */
@NullMarked
package io.github.em4j.model;

import org.jspecify.annotations.NullMarked;
