package io.github.em4j.training.pretraining;

import java.time.Duration;

/**
 * How far a run is.
 *
 * @param step how many steps were taken
 * @param steps of how many
 * @param loss of this step: answers, shared words and language together
 * @param learningRate of the matrices in this step
 * @param gradientNorm the length of the gradient before it was clipped
 * @param tokens how many tokens were read in all steps of this process
 * @param tokensPerSecond how many of them a second
 * @param left how long it will go on at this speed
 */
public record PretrainingStep(
    int step,
    int steps,
    double loss,
    double learningRate,
    double gradientNorm,
    long tokens,
    double tokensPerSecond,
    Duration left) {}
