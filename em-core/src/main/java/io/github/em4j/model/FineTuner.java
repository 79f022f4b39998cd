package io.github.em4j.model;

/**
 * Teaches a model by examples. The model may be trained in this process, in another one, or by a
 * server; a fine-tuner holds what all of its runs have in common: the base model and where it is
 * trained.
 *
 * <pre>{@code
 * try (FineTuningRun run = tuner.start(data, FineTuningOptions.builder().seed(42).build())) {
 *   FineTunedModel model = run.await();
 * }
 * }</pre>
 *
 * <p>Implementations are safe for use by many threads. One that was given a client or another
 * resource does not close it.
 */
public interface FineTuner {

  /**
   * Starts a run and returns as soon as it is under way; {@link FineTuningRun#await} waits for its
   * end. What is wrong with arguments and files is said here where it can be seen without training.
   *
   * @param data what to learn and what to validate on
   * @param options how to train
   * @return the run, to be closed by the caller
   * @throws IllegalArgumentException if the data or an option cannot be used by this fine-tuner
   * @throws io.github.em4j.EntityMatchingException if the run cannot be started
   */
  FineTuningRun start(FineTuningData data, FineTuningOptions options);
}
