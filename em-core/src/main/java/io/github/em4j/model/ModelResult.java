package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;

/**
 * What became of one prompt of a batch: an answer or the reason why there is none.
 *
 * @param <T> the kind of answer
 */
public sealed interface ModelResult<T> {

  /**
   * The answer.
   *
   * @return the value of a {@link Success}
   * @throws EntityMatchingException the error of a {@link Failure}
   */
  T orElseThrow();

  /**
   * An answer.
   *
   * @param value what the model answered
   * @param <T> the kind of answer
   */
  record Success<T>(T value) implements ModelResult<T> {

    /**
     * Checks that the answer is there.
     *
     * @throws NullPointerException if it is null
     */
    public Success {
      requireNonNull(value, "value");
    }

    @Override
    public T orElseThrow() {
      return value;
    }
  }

  /**
   * The reason why there is no answer.
   *
   * @param error what failed
   * @param <T> the kind of answer that was asked for
   */
  record Failure<T>(EntityMatchingException error) implements ModelResult<T> {

    /**
     * Checks that the reason is there.
     *
     * @throws NullPointerException if it is null
     */
    public Failure {
      requireNonNull(error, "error");
    }

    @Override
    public T orElseThrow() {
      throw error;
    }
  }
}
