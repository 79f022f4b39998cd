package io.github.em4j.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file names of the WDC Products benchmark, such as {@code
 * wdcproducts80cc20rnd000un_train_small.json.gz}: 80 % corner cases, 20 % random pairs, 0 % of the
 * products unseen in training.
 */
final class WdcFileName {
  private static final Pattern NATIVE =
      Pattern.compile(
          "wdcproducts(?<ratio>\\d+cc\\d+rnd)(?<unseen>\\d+un)_"
              + "(?:(?<learning>(?:train|valid)_(?:small|medium|large))|(?:test_)?gs(?<subset>_\\w+)?)");

  /** A training set that has become prompts; the paper's source ships the large one so only. */
  private static final Pattern PROMPTS =
      Pattern.compile("(?<learning>(?:train|valid)_(?:small|medium|large))_prompt_completion");

  /**
   * The splits of the paper's main experiments: small training set, half of the products unseen.
   */
  static final Map<String, String> ROLES =
      new TreeMap<>(
          Map.of(
              Dataset.TRAIN, "train_small",
              Dataset.VALIDATION, "valid_small",
              Dataset.TEST, "test_050un"));

  private WdcFileName() {}

  static boolean isAny(List<Path> files) {
    return files.stream().anyMatch(file -> NATIVE.matcher(FileNames.stem(file)).matches());
  }

  /** The split that a file holds, such as {@code train_small} or {@code test_050un}. */
  static Optional<String> split(Path file) {
    Matcher name = NATIVE.matcher(FileNames.stem(file));
    if (name.matches()) {
      String learning = name.group("learning");
      String subset = name.group("subset");
      return Optional.of(
          learning != null
              ? learning
              : "test_" + name.group("unseen") + (subset == null ? "" : subset));
    }
    Matcher prompts = PROMPTS.matcher(FileNames.stem(file));
    return prompts.matches() ? Optional.of(prompts.group("learning")) : Optional.empty();
  }

  /** Sets with different shares of corner cases are different data sets. */
  static void requireOneRatio(Path folder, List<Path> files) {
    var ratios = new TreeSet<String>();
    for (Path file : files) {
      Matcher name = NATIVE.matcher(FileNames.stem(file));
      if (name.matches()) {
        ratios.add(name.group("ratio"));
      }
    }
    if (ratios.size() > 1) {
      throw new DatasetFormatException(
          folder,
          "found WDC Products with several shares of corner cases: "
              + ratios
              + "; put each into a folder of its own",
          null);
    }
  }
}
