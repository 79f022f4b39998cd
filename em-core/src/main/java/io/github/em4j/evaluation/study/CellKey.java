package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.dataset.Dataset;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What one run of a study is about, and by which its results are found again.
 *
 * @param arm the matcher and what it was trained on
 * @param dataset the name of the data set that it was run on
 * @param split the name of that data set's split, for example {@code test}
 * @param variant what was done to the pairs, for example {@code typos}; empty where they are as
 *     they were
 * @param template the name of the prompt template; empty for a matcher without prompts
 * @param seed the seed of training, and of whatever else the matcher draws
 */
public record CellKey(
    Arm arm,
    String dataset,
    String split,
    Optional<String> variant,
    Optional<String> template,
    long seed)
    implements Comparable<CellKey> {
  private static final Comparator<CellKey> ORDER =
      Comparator.comparing(CellKey::arm)
          .thenComparing(CellKey::dataset)
          .thenComparing(CellKey::split)
          .thenComparing(key -> key.variant().orElse(""))
          .thenComparing(key -> key.template().orElse(""))
          .thenComparingLong(CellKey::seed);

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is blank
   */
  public CellKey {
    requireNonNull(arm, "arm");
    Names.require("dataset", dataset);
    Names.require("split", split);
    Names.require("variant", variant);
    Names.require("template", template);
  }

  /**
   * Whether nothing may be chosen on this cell, because its split is called {@value Dataset#TEST}
   * or something that begins so.
   *
   * @return true for a test split
   */
  public boolean isTest() {
    return split.toLowerCase(Locale.ROOT).startsWith(Dataset.TEST);
  }

  /**
   * Whether prompts may be chosen on this cell, because its split is called {@value
   * Dataset#VALIDATION} or something that begins so.
   *
   * @return true for a validation split
   */
  public boolean isValidation() {
    return split.toLowerCase(Locale.ROOT).startsWith(Dataset.VALIDATION);
  }

  /**
   * By arm, data set, split, variant, template and seed.
   *
   * @param other another key
   * @return negative, zero or positive, as the contract of comparisons says
   */
  @Override
  public int compareTo(CellKey other) {
    return ORDER.compare(this, other);
  }

  /** For example {@code llama-8b trained on abt-buy, on wdc test, prompt simple-free, seed 42}. */
  @Override
  public String toString() {
    return arm
        + ", on "
        + dataset
        + " "
        + split
        + variant.map(name -> " with " + name).orElse("")
        + template.map(name -> ", prompt " + name).orElse("")
        + ", seed "
        + seed;
  }
}
