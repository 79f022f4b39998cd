package io.github.em4j.evaluation.study;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * F1 by training source and target, as a paper prints them: what a {@link Generalisation} is made
 * of where the pairs behind the figures are not known.
 */
public final class TransferTable {

  private final Builder figures;

  private TransferTable(Builder figures) {
    this.figures = figures;
  }

  /** What a source is: the data set that it was taken from, and its domain. */
  record Source(String dataset, String domain) {}

  String label() {
    return figures.label;
  }

  /** The domain of each target. */
  Map<String, String> targets() {
    return figures.targets;
  }

  Map<String, Source> sources() {
    return figures.sources;
  }

  Optional<Term> zeroShot(String target) {
    return Optional.ofNullable(figures.zeroShot.get(target));
  }

  Optional<Term> f1(String source, String target) {
    return Optional.ofNullable(figures.f1.get(List.of(source, target)));
  }

  /**
   * Starts an empty table.
   *
   * @param label how the figures are to be called, for example {@code published, best of 4 (on
   *     test)}
   * @return a new builder
   * @throws IllegalArgumentException if the label is blank
   */
  public static Builder builder(String label) {
    return new Builder(label);
  }

  /** Collects figures. Not safe for use by many threads. */
  public static final class Builder {

    private final String label;
    private final Map<String, String> targets = new LinkedHashMap<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, Term> zeroShot = new HashMap<>();
    private final Map<List<String>, Term> f1 = new HashMap<>();

    private Builder(String label) {
      this.label = Names.require("label", label);
    }

    /**
     * Adds a data set to test on.
     *
     * @param dataset its name
     * @param domain what it is about
     * @return this builder
     * @throws IllegalArgumentException if a name is blank or the data set is there
     */
    public Builder target(String dataset, String domain) {
      Names.require("dataset", dataset);
      requireNew(targets.put(dataset, Names.require("domain", domain)), dataset);
      return this;
    }

    /**
     * Adds a source to train on.
     *
     * @param name its name
     * @param dataset the target that it was taken from
     * @return this builder
     * @throws IllegalArgumentException if the source is there or the target is not
     */
    public Builder source(String name, String dataset) {
      String domain = requireTarget(dataset);
      return source(name, new Source(dataset, domain));
    }

    Builder source(String name, Source source) {
      requireNew(sources.put(Names.require("name", name), source), name);
      return this;
    }

    /**
     * Sets the F1 without training.
     *
     * @param target the data set
     * @param f1 in [0, 1]
     * @return this builder
     * @throws IllegalArgumentException if the target is not there, has its figure, or the figure
     *     lies outside
     */
    public Builder zeroShot(String target, double f1) {
      return zeroShot(target, Term.constant(requireF1(f1)));
    }

    Builder zeroShot(String target, Term f1) {
      requireTarget(target);
      requireNew(zeroShot.put(target, f1), "zero-shot on " + target);
      return this;
    }

    /**
     * Sets the F1 after training.
     *
     * @param source what was trained on
     * @param target what was tested on
     * @param f1 in [0, 1]
     * @return this builder
     * @throws IllegalArgumentException if the source or target is not there, has its figure, or the
     *     figure lies outside
     */
    public Builder f1(String source, String target, double f1) {
      return f1(source, target, Term.constant(requireF1(f1)));
    }

    Builder f1(String source, String target, Term f1) {
      requireTarget(target);
      if (!sources.containsKey(source)) {
        throw new IllegalArgumentException(
            "no source '%s', there are %s".formatted(source, sources.keySet()));
      }
      requireNew(this.f1.put(List.of(source, target), f1), source + " on " + target);
      return this;
    }

    /**
     * Finishes the table; figures may be missing.
     *
     * @return the table
     */
    public TransferTable build() {
      var copy = new Builder(label);
      copy.targets.putAll(targets);
      copy.sources.putAll(sources);
      copy.zeroShot.putAll(zeroShot);
      copy.f1.putAll(f1);
      return new TransferTable(copy);
    }

    private String requireTarget(String dataset) {
      return Optional.ofNullable(targets.get(dataset))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no target '%s', there are %s".formatted(dataset, targets.keySet())));
    }

    private static void requireNew(@Nullable Object before, String what) {
      if (before != null) {
        throw new IllegalArgumentException("'" + what + "' is in the table already");
      }
    }

    private static double requireF1(double f1) {
      // Written so that NaN fails as well.
      if (!(f1 >= 0 && f1 <= 1)) {
        throw new IllegalArgumentException("F1 must lie in [0, 1], found " + f1);
      }
      return f1;
    }
  }
}
