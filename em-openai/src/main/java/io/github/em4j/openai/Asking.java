package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ModelResult;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * How questions get their answers: one by one, or through batches. Safe for use by many threads.
 */
interface Asking {

  /**
   * Asks. An answer is read as soon as its turn comes and is not held longer: with all its
   * alternatives it is many times as large as what is read of it.
   *
   * @param requests to one model
   * @param read what to make of an answer; may throw an {@link OpenAiException}, which becomes a
   *     failure
   * @return result {@code i} belongs to request {@code i}
   * @throws OpenAiException if every request failed, and for a reason that is not its own
   * @throws EntityMatchingException if a store fails
   */
  <T> List<ModelResult<T>> ask(Iterator<ChatRequest> requests, Function<ChatAnswer, T> read);
}
