package io.github.em4j.examples.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.study.PriceList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report looks at beside the scores.
 *
 * @param fixedPrompt the wording that was named first, where some were named
 * @param perturbations by data set, what was done to its test pairs; empty for nothing
 * @param slices the kinds of pairs to look at by themselves, as {@link
 *     io.github.em4j.evaluation.slices.Slicings#named} calls them
 * @param calibration whether calibration is looked at
 * @param cascade two matchers that share the work
 * @param prices what matchers cost
 * @param shownErrors how many of the most confident errors are shown of each matcher and data set
 * @param errorClasses the classes that a language model sorted errors into; empty where none did
 */
public record Analyses(
    Optional<String> fixedPrompt,
    Map<String, List<Perturbation>> perturbations,
    List<String> slices,
    boolean calibration,
    Optional<Cascade> cascade,
    Optional<PriceList> prices,
    int shownErrors,
    List<ErrorClassCounts> errorClasses) {

  /** Copies the collections. */
  public Analyses {
    requireNonNull(fixedPrompt, "fixedPrompt");
    perturbations = Collections.unmodifiableMap(new LinkedHashMap<>(perturbations));
    slices = List.copyOf(slices);
    errorClasses = List.copyOf(errorClasses);
    requireNonNull(cascade, "cascade");
    requireNonNull(prices, "prices");
  }
}
