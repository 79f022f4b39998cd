package io.github.em4j.examples.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Predictions;
import java.util.Optional;

/**
 * The recorded answers of a model to one prompt on the test pairs of one data set.
 *
 * @param dataset the data set, for example {@code abt-buy}
 * @param prompt the name of the wording, for example {@code domain-complex-force}
 * @param byPaperRule the answers as the paper reads them: one that contains "yes" is a match, else
 *     one that contains "no" is a non-match
 * @param byStrictRule the same answers, where only the first word counts
 * @param published the scores that were published for them, where there are some
 */
public record RecordedRun(
    String dataset,
    String prompt,
    Predictions byPaperRule,
    Predictions byStrictRule,
    Optional<PublishedRun> published) {

  /** Checks that all are there. */
  public RecordedRun {
    requireNonNull(dataset, "dataset");
    requireNonNull(prompt, "prompt");
    requireNonNull(byPaperRule, "byPaperRule");
    requireNonNull(byStrictRule, "byStrictRule");
    requireNonNull(published, "published");
  }
}
