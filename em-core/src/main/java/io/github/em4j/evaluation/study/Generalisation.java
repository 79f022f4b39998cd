package io.github.em4j.evaluation.study;

import io.github.em4j.evaluation.Bootstrap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How well a matcher that was trained on one source does on the others: the matrix source → target,
 * what training changes against zero-shot, and the transfer gain. Intervals come from a paired
 * bootstrap: the pairs of a target are drawn for all matchers on it together, over single pairs or
 * over clusters as the {@link Bootstrap} says. F1 is averaged over seeds, which are not drawn: an
 * interval says how the figure depends on the pairs, not on the luck of training.
 */
public final class Generalisation {

  private final TransferTable table;
  private final Bootstrap bootstrap;
  private final Map<String, String> specialists;

  private Generalisation(
      TransferTable table, Bootstrap bootstrap, Map<String, String> specialists) {
    this.table = table;
    this.bootstrap = bootstrap;
    this.specialists = Map.copyOf(specialists);
    specialists.forEach(
        (target, source) -> {
          if (!target.equals(requireSource(source).dataset())) {
            throw new IllegalArgumentException(
                "a specialist for '%s' is trained on it, found '%s' of '%s'"
                    .formatted(target, source, requireSource(source).dataset()));
          }
        });
  }

  /**
   * From the results of a study: the matcher without training is what zero-shot means, and for each
   * target the specialist is the source that has the name of the data set or, without such, the
   * only source of that data set.
   *
   * @param results of a study, of which test splits without variants count
   * @param matcher the name of the matcher
   * @param policy which prompt counts
   * @param bootstrap how intervals are computed
   * @return the generalisation of that matcher
   * @throws IllegalArgumentException if there is no result of the matcher, or a data set has
   *     results on several test splits
   */
  public static Generalisation of(
      StudyResults results, String matcher, PromptPolicy policy, Bootstrap bootstrap) {
    return of(results, matcher, policy, bootstrap, Map.of());
  }

  /**
   * From the results of a study, with specialists that are named.
   *
   * @param results of a study, of which test splits without variants count
   * @param matcher the name of the matcher
   * @param policy which prompt counts
   * @param bootstrap how intervals are computed
   * @param specialists data set to the source that stands for training on the target itself; for
   *     data sets that are not named see above
   * @return the generalisation of that matcher
   * @throws IllegalArgumentException if there is no result of the matcher, a data set has results
   *     on several test splits, or a specialist was not trained on its data set
   */
  public static Generalisation of(
      StudyResults results,
      String matcher,
      PromptPolicy policy,
      Bootstrap bootstrap,
      Map<String, String> specialists) {
    return new Generalisation(
        StudyTransfer.table(results, matcher, policy), bootstrap, specialists);
  }

  /**
   * From published figures; nothing has an interval then.
   *
   * @param table the figures
   * @return their generalisation
   */
  public static Generalisation of(TransferTable table) {
    return of(table, Map.of());
  }

  /**
   * From published figures, with specialists that are named.
   *
   * @param table the figures
   * @param specialists data set to the source that stands for training on the target itself
   * @return their generalisation
   * @throws IllegalArgumentException if a specialist was not trained on its data set
   */
  public static Generalisation of(TransferTable table, Map<String, String> specialists) {
    return new Generalisation(table, Bootstrap.DEFAULTS, specialists);
  }

  /**
   * How the scores are to be called.
   *
   * @return for example {@code best of 4 (on test)}
   */
  public String label() {
    return table.label();
  }

  /**
   * What was trained on.
   *
   * @return the names of the sources, in alphabetical order or that of the table
   */
  public List<String> sources() {
    return List.copyOf(table.sources().keySet());
  }

  /**
   * What was tested on.
   *
   * @return the names of the data sets, in alphabetical order or that of the table
   */
  public List<String> targets() {
    return List.copyOf(table.targets().keySet());
  }

  /**
   * What a target is about.
   *
   * @param target the name of a data set
   * @return its domain
   * @throws IllegalArgumentException if it is not among the targets
   */
  public String domain(String target) {
    return Optional.ofNullable(table.targets().get(target))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no target '%s', there are %s".formatted(target, targets())));
  }

  /**
   * The F1 without training.
   *
   * @param target the name of a data set
   * @return the F1; empty where it is not known
   * @throws IllegalArgumentException if it is not among the targets
   */
  public Optional<Estimate> zeroShot(String target) {
    domain(target);
    return table.zeroShot(target).flatMap(f1 -> f1.estimate(bootstrap));
  }

  /**
   * One cell of the matrix.
   *
   * @param source what was trained on
   * @param target what was tested on
   * @return the cell; empty where it is not known
   * @throws IllegalArgumentException if there is no such source or target
   */
  public Optional<TransferCell> cell(String source, String target) {
    requireSource(source);
    domain(target);
    Optional<Term> f1 = table.f1(source, target);
    if (f1.isEmpty()) {
      return Optional.empty();
    }
    List<Term> terms =
        Stream.concat(f1.stream(), table.zeroShot(target).map(f1.get()::minus).stream()).toList();
    List<Optional<Estimate>> estimates = Term.estimates(terms, bootstrap);
    return Optional.of(
        new TransferCell(
            source,
            target,
            estimates.get(0).orElseThrow(),
            estimates.size() > 1 ? estimates.get(1) : Optional.empty()));
  }

  /**
   * Which source stands for training on a target itself.
   *
   * @param target the name of a data set
   * @return the name of the source; empty where there is none, or several of which none is named
   * @throws IllegalArgumentException if it is not among the targets
   */
  public Optional<String> specialist(String target) {
    domain(target);
    if (specialists.containsKey(target)) {
      return Optional.of(specialists.get(target));
    }
    List<String> trained =
        sources().stream()
            .filter(source -> requireSource(source).dataset().equals(target))
            .toList();
    return trained.contains(target)
        ? Optional.of(target)
        : trained.stream().filter(source -> trained.size() == 1).findFirst();
  }

  /**
   * The transfer gain of a source.
   *
   * @param source what was trained on
   * @param scope over which targets
   * @return the gain, or why there is none
   * @throws IllegalArgumentException if there is no such source
   */
  public TransferGain gain(String source, TransferGain.Scope scope) {
    return new GainOfSource(this, table, bootstrap).gain(source, requireSource(source), scope);
  }

  private TransferTable.Source requireSource(String source) {
    return Optional.ofNullable(table.sources().get(source))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no source '%s', there are %s".formatted(source, sources())));
  }
}
