package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOptions;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What an {@link ErrorBasedSelection} was built of, checked. */
record SelectionParts(
    List<TrainingPair> start,
    List<TrainingPair> pool,
    PairLearner learner,
    Path folder,
    DatasetSplit mining,
    DatasetSplit selection,
    boolean oneSplitForBoth,
    Function<List<LabeledPair>, PairSearch> search,
    int rounds,
    int neighboursPerError,
    MatchOptions matchOptions,
    RoundListener listener) {

  SelectionParts {
    if (start.isEmpty() || mining.size() == 0 || selection.size() == 0) {
      throw new IllegalArgumentException(
          "pairs to start with, to mine and to select on are needed, found %d, %d and %d"
              .formatted(start.size(), mining.size(), selection.size()));
    }
    SplitRules.refuseTest("error-based selection", mining);
    SplitRules.refuseTest("error-based selection", selection);
    SplitRules.requireDifferentKeys(start, pool);
    if (!oneSplitForBoth) {
      SplitRules.refuseOverlap(
          "the mining split", mining.pairs(), "the selection split", selection.pairs());
      refuseOverlap("the start", start, mining, selection);
      refuseOverlap("the pool", pool, mining, selection);
    }
  }

  private static void refuseOverlap(
      String role, List<TrainingPair> pairs, DatasetSplit mining, DatasetSplit selection) {
    List<LabeledPair> labeled = SplitRules.labeled(pairs);
    SplitRules.refuseOverlap(role, labeled, "the mining split", mining.pairs());
    SplitRules.refuseOverlap(role, labeled, "the selection split", selection.pairs());
  }

  /** All that the rounds depend on but their number. */
  Map<String, String> settings(PairSearch usedSearch) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("start", PairsHash.ofTraining(start));
    settings.put("pool", PairsHash.ofTraining(pool));
    settings.put("mining", PairsHash.of(mining.pairs()));
    settings.put("selection", PairsHash.of(selection.pairs()));
    settings.put("oneSplitForBoth", String.valueOf(oneSplitForBoth));
    settings.put("neighboursPerError", String.valueOf(neighboursPerError));
    settings.put("search", usedSearch.description());
    learner.settings().forEach((name, value) -> settings.put("learner." + name, value));
    return settings;
  }

  /** What the round after these trains on: the start and what they have added. */
  List<TrainingPair> trainingPairsAfter(List<SelectionRound> before) {
    Map<String, TrainingPair> byKey = new HashMap<>();
    pool.forEach(pair -> byKey.put(pair.key(), pair));
    var pairs = new ArrayList<>(start);
    for (SelectionRound round : before) {
      for (AddedPair added : round.added()) {
        pairs.add(requireNonNull(byKey.get(added.key()), added.key()));
      }
    }
    return pairs;
  }

  Path folderOf(int round) {
    return folder.resolve("round-" + round);
  }
}
