/**
 * What a small base model is trained on from scratch: pairs with labels made from records without
 * any, a tokenizer's texts, prompts and batches.
 */
@NullMarked
package io.github.em4j.training.pretraining;

import org.jspecify.annotations.NullMarked;
