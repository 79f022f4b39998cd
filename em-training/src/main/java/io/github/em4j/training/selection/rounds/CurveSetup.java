package io.github.em4j.training.selection.rounds;

import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOptions;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.Evaluator;
import io.github.em4j.training.selection.TrainingPair;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What a {@link LearningCurve} was built of, checked.
 *
 * @param sizes from the smallest to the largest
 */
record CurveSetup(
    List<TrainingPair> pool,
    PairLearner learner,
    Path folder,
    List<Integer> sizes,
    List<SelectionStrategy> strategies,
    DatasetSplit validation,
    DatasetSplit evaluation,
    LabelCosts costs,
    Bootstrap bootstrap,
    MatchOptions matchOptions,
    CurveListener listener) {

  CurveSetup {
    if (sizes.isEmpty() || strategies.isEmpty() || pool.isEmpty() || evaluation.size() == 0) {
      throw new IllegalArgumentException(
          "a curve needs sizes, strategies, a pool and pairs to evaluate on,"
              + " found %s, %d, %d and %d"
                  .formatted(sizes, strategies.size(), pool.size(), evaluation.size()));
    }
    requireDifferentNames(strategies);
    SplitRules.refuseTest("validation", validation);
    SplitRules.requireDifferentKeys(pool, List.of());
    List<LabeledPair> labeled = SplitRules.labeled(pool);
    SplitRules.refuseOverlap("the pool", labeled, "the validation split", validation.pairs());
    SplitRules.refuseOverlap("the pool", labeled, "the evaluation split", evaluation.pairs());
    SplitRules.refuseOverlap(
        "the validation split", validation.pairs(), "the evaluation split", evaluation.pairs());
  }

  private static void requireDifferentNames(List<SelectionStrategy> strategies) {
    var names = new HashSet<String>();
    for (SelectionStrategy strategy : strategies) {
      if (!names.add(strategy.name())) {
        throw new IllegalArgumentException(
            "strategies must have different names, found '" + strategy.name() + "' twice");
      }
    }
  }

  Evaluator evaluator() {
    return Evaluator.builder()
        .matchOptions(matchOptions)
        .bootstrap(bootstrap)
        .keepOutcomes(false)
        .build();
  }

  int largestSize() {
    return sizes.get(sizes.size() - 1);
  }

  /** What is learnt for a point, in a folder of its own. */
  LearningTask task(
      SelectionStrategy strategy, int size, List<ChosenPair> chosen, BooleanSupplier cancelled) {
    String name = folderName(strategy) + "-" + size;
    return new LearningTask(
        name,
        chosen.stream().map(ChosenPair::pair).toList(),
        validation,
        folder.resolve(name),
        cancelled);
  }

  /** With a hash, since different names may have the same letters. */
  private static String folderName(SelectionStrategy strategy) {
    String letters = strategy.name().replaceAll("[^A-Za-z0-9]+", "-");
    var settings = new TreeMap<>(strategy.settings());
    return letters + "-" + Integer.toHexString((strategy.name() + settings).hashCode());
  }

  /** All that a point depends on beside its strategy and size; costs are applied afterwards. */
  Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("pool", PairsHash.ofTraining(pool));
    settings.put("validation", PairsHash.of(validation.pairs()));
    settings.put("evaluation", PairsHash.of(evaluation.pairs()));
    settings.put(
        "bootstrap",
        String.format(
            Locale.ROOT,
            "%d resamples, confidence %s, seed %d",
            bootstrap.resamples(),
            bootstrap.confidence(),
            bootstrap.seed()));
    learner.settings().forEach((name, value) -> settings.put("learner." + name, value));
    return settings;
  }
}
