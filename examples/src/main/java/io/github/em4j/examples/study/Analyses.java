package io.github.em4j.examples.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.study.PriceList;
import java.util.List;
import java.util.Optional;

/**
 * What a report looks at beside the scores.
 *
 * @param fixedPrompt the wording that was named first, where some were named
 * @param perturbations what was done to the test pairs; empty for nothing
 * @param calibration whether calibration is looked at
 * @param cascade two matchers that share the work
 * @param prices what matchers cost
 * @param shownErrors how many of the most confident errors are shown of each matcher and data set
 */
public record Analyses(
    Optional<String> fixedPrompt,
    List<Perturbation> perturbations,
    boolean calibration,
    Optional<Cascade> cascade,
    Optional<PriceList> prices,
    int shownErrors) {

  /** Copies the list. */
  public Analyses {
    requireNonNull(fixedPrompt, "fixedPrompt");
    perturbations = List.copyOf(perturbations);
    requireNonNull(cascade, "cascade");
    requireNonNull(prices, "prices");
  }
}
