package io.github.em4j.training.selection;

import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import io.github.em4j.dataset.LeakReport;
import io.github.em4j.dataset.LeakReport.SplitCheck;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import io.github.em4j.training.ClassBalance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what a summary says. */
final class SummaryCounts {
  private static final String SET = "training set";
  private static final String HELD_OUT = "held out";

  private SummaryCounts() {}

  static ClassBalance balance(List<TrainingPair> pairs) {
    int matches = (int) pairs.stream().filter(pair -> pair.pair().label().isMatch()).count();
    return new ClassBalance(matches, pairs.size() - matches, 0);
  }

  /** Counts each source by the keys of its pairs, {@code NAME:ROW}. */
  static List<TrainingSetSummary.Source> sources(List<TrainingPair> pairs) {
    Map<String, List<TrainingPair>> bySource = new LinkedHashMap<>();
    for (TrainingPair pair : pairs) {
      String name = pair.key().substring(0, Math.max(0, pair.key().lastIndexOf(':')));
      bySource.computeIfAbsent(name, unseen -> new ArrayList<>()).add(pair);
    }
    var sources = new ArrayList<TrainingSetSummary.Source>();
    bySource.forEach(
        (name, ofSource) -> sources.add(new TrainingSetSummary.Source(name, balance(ofSource))));
    return sources;
  }

  static TrainingSetSummary.Step step(StepOutcomes step, Optional<PricePerMillion> prices) {
    record Kind(PairAction action, String reason) {}
    Map<Kind, Integer> counts = new LinkedHashMap<>();
    TokenUsage usage = TokenUsage.NONE;
    int passedOn = 0;
    for (PairOutcome outcome : step.outcomes()) {
      counts.merge(new Kind(outcome.action(), outcome.reason()), 1, Integer::sum);
      usage = usage.plus(outcome.usage());
      passedOn += outcome.pairs().size();
    }
    List<TrainingSetSummary.Count> sorted =
        counts.entrySet().stream()
            .map(
                entry ->
                    new TrainingSetSummary.Count(
                        entry.getKey().action(), entry.getKey().reason(), entry.getValue()))
            .sorted(
                Comparator.comparing(TrainingSetSummary.Count::action)
                    .thenComparing(
                        TrainingSetSummary.Count::pairs, Comparator.<Integer>reverseOrder())
                    .thenComparing(TrainingSetSummary.Count::reason))
            .toList();
    return new TrainingSetSummary.Step(
        step.name(), step.outcomes().size(), passedOn, sorted, usage, prices);
  }

  static TrainingSetSummary.Repetitions repetitions(List<TrainingPair> pairs) {
    SplitCheck check = LeakDetector.withDefaults().check(List.of(split(pairs))).splits().get(0);
    return new TrainingSetSummary.Repetitions(
        Math.max(check.ids().anyOrder(), check.texts().anyOrder()),
        Math.max(check.ids().contradictory(), check.texts().contradictory()));
  }

  static List<TrainingSetSummary.Leaks> leaks(
      List<TrainingPair> pairs, List<DatasetSplit> heldOut) {
    DatasetSplit set = split(pairs);
    return heldOut.stream().map(split -> leaks(set, split)).toList();
  }

  private static TrainingSetSummary.Leaks leaks(DatasetSplit set, DatasetSplit heldOut) {
    LeakReport report =
        LeakDetector.withDefaults()
            .check(List.of(set, new DatasetSplit(HELD_OUT, heldOut.pairs())));
    SplitOverlap shared = report.overlap(SET, HELD_OUT).orElseThrow();
    return new TrainingSetSummary.Leaks(
        heldOut.name(),
        heldOut.size(),
        shared.ids().anyOrder(),
        shared.texts().anyOrder(),
        Math.max(shared.ids().contradictory(), shared.texts().contradictory()));
  }

  private static DatasetSplit split(List<TrainingPair> pairs) {
    return new DatasetSplit(SET, pairs.stream().map(TrainingPair::pair).toList());
  }
}
