package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How large the synthetic benchmark is made; where nothing is said, as it usually is.
 *
 * @param train training pairs
 * @param validation validation pairs
 * @param test test pairs
 * @param seed what it is made from
 */
record SyntheticSizes(
    Optional<Integer> train, Optional<Integer> validation, Optional<Integer> test, long seed) {
  private static final String PRODUCTS = "synthetic-products";
  private static final String PUBLICATIONS = "synthetic-publications";

  static final SyntheticSizes USUAL =
      new SyntheticSizes(
          Optional.empty(), Optional.empty(), Optional.empty(), SyntheticBenchmark.DEFAULT_SEED);

  static SyntheticSizes of(Settings settings) {
    settings.allow("train", "valid", "test", "seed");
    return new SyntheticSizes(
        settings.count("train", 1),
        settings.count("valid", 1),
        settings.count("test", 1),
        settings.seed("seed").orElse(SyntheticBenchmark.DEFAULT_SEED));
  }

  /** Whether a path stands for synthetic data: a name that there is no file or folder of. */
  static boolean isSynthetic(Path path) {
    String name = path.toString();
    return (name.equals(PRODUCTS) || name.equals(PUBLICATIONS)) && !Files.exists(path);
  }

  /** Makes the data set of such a path. */
  Dataset make(Path path) {
    SyntheticBenchmark.Builder builder =
        path.toString().equals(PRODUCTS)
            ? SyntheticBenchmark.products()
            : SyntheticBenchmark.publications();
    try {
      builder.seed(seed);
      train.ifPresent(builder::trainPairs);
      validation.ifPresent(builder::validationPairs);
      test.ifPresent(builder::testPairs);
      return builder.build().generate();
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }
}
