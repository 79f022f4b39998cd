package io.github.em4j.prompts.analysis;

import io.github.em4j.evaluation.Prediction;
import java.util.Optional;

/**
 * An error to ask about.
 *
 * @param row the place of the pair in its split
 * @param explanation what the matcher gave as its reason, on one line
 */
record AskedError(int row, Prediction prediction, Optional<String> explanation) {}
