package io.github.em4j.examples;

/**
 * How a matcher came to be that was trained here.
 *
 * @param source what it learned from
 * @param seconds how long it learned
 */
record Training(TrainingSet source, double seconds) {}
