package io.github.em4j.examples;

import io.github.em4j.EntityMatcher;

/**
 * A matcher and how it came to be.
 *
 * @param kind the name of its kind
 * @param source what it learned from
 * @param matcher the matcher, closed with this
 * @param trainingSeconds how long it learned
 */
record TrainedMatcher(
    String kind, TrainingSet source, EntityMatcher matcher, double trainingSeconds)
    implements AutoCloseable {

  @Override
  public void close() {
    matcher.close();
  }
}
