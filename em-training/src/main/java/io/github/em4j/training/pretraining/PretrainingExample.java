package io.github.em4j.training.pretraining;

/**
 * A pair as tokens. The arrays are the example's own and must not be changed.
 *
 * @param ids the prompt, the begin token first; the answer follows on its last token
 * @param match whether the pair is a match
 * @param answer the token of the right answer, not part of {@code ids}
 * @param wordEnds positions in {@code ids}: the last token of each word of the second entity
 * @param wordShared for each of them, whether the word occurs in the first entity, also as two
 *     words that are written as one there or here
 */
@SuppressWarnings("ArrayRecordComponent") // Hundreds of thousands a minute; read once.
public record PretrainingExample(
    int[] ids, boolean match, int answer, int[] wordEnds, boolean[] wordShared) {}
