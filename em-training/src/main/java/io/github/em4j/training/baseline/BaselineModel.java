package io.github.em4j.training.baseline;

/**
 * Everything that a trained baseline consists of, and what its file holds.
 *
 * @param full the classifier over all features
 * @param general the classifier over the features that any schema has; the same object as {@code
 *     full} where there are no others
 */
record BaselineModel(
    BaselineModelCard card,
    SimilarityFeatures features,
    MatchClassifier full,
    MatchClassifier general) {}
