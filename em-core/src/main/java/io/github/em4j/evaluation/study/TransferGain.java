package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How much of what training on the target itself brings, training on another source brings too
 * ("Fine-tuning Large Language Models for Entity Matching", its measure of generalisation):
 *
 * <pre>gain(S) = mean over T of [F1(S → T) - F1(zero → T)]
 *         / mean over T of [F1(T → T) - F1(zero → T)]</pre>
 *
 * @param source the name of the source S
 * @param scope which targets T it is about
 * @param targets the names of these targets; none is the source's own data set
 * @param transferred the numerator: how much better than zero-shot training on the source is; empty
 *     where a cell is missing
 * @param attainable the denominator: how much better training on the target itself is; empty where
 *     a cell is missing
 * @param gain their ratio, 1 for as good as training on the target; empty where one of them is, or
 *     where the denominator is not above 0: what has nothing to gain has no part of it
 * @param remark why there is no gain, or no interval of it; empty where there are both, or where
 *     the figures were published without pairs
 */
public record TransferGain(
    String source,
    Scope scope,
    List<String> targets,
    Optional<Estimate> transferred,
    Optional<Estimate> attainable,
    Optional<Estimate> gain,
    Optional<String> remark) {

  /** Which targets a gain is about. */
  public enum Scope {
    /** The other data sets of the source's domain. */
    IN_DOMAIN,
    /** The data sets of all other domains. */
    CROSS_DOMAIN
  }

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public TransferGain {
    requireNonNull(source, "source");
    requireNonNull(scope, "scope");
    targets = List.copyOf(targets);
    requireNonNull(transferred, "transferred");
    requireNonNull(attainable, "attainable");
    requireNonNull(gain, "gain");
    requireNonNull(remark, "remark");
  }
}
