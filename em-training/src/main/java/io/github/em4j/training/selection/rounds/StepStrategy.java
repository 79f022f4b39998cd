package io.github.em4j.training.selection.rounds;

import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.PairStep;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.TrainingSetStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** At random, of what a step passes on. */
record StepStrategy(String name, Optional<TrainingSetStep> step, boolean looksAtLabels, long seed)
    implements SelectionStrategy {

  /** Pairs that a step is given at once: as many as models answer in a batch. */
  private static final int BATCH = 64;

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("seed", String.valueOf(seed));
    step.ifPresent(
        its -> {
          settings.put("step", its.name());
          settings.put("looksAtLabels", String.valueOf(looksAtLabels));
          its.settings().forEach((key, value) -> settings.put("step." + key, value));
        });
    return settings;
  }

  @Override
  public List<ChosenPair> choose(List<TrainingPair> pool, int most) {
    List<TrainingPair> shuffled =
        Arrays.stream(Shuffled.places(pool.size(), seed)).mapToObj(pool::get).toList();
    boolean alone = step.isEmpty() || step.get() instanceof PairStep;
    int batch = alone ? BATCH : Math.max(1, shuffled.size());
    var chosen = new ArrayList<ChosenPair>();
    TokenUsage usage = TokenUsage.NONE;
    // Of a step that looks at the whole pool, labels and answers are paid for before the first
    // pair.
    int labels = !alone && looksAtLabels ? shuffled.size() : 0;
    for (int from = 0; from < shuffled.size() && chosen.size() < most; from += batch) {
      List<TrainingPair> some = shuffled.subList(from, Math.min(shuffled.size(), from + batch));
      List<PairOutcome> outcomes = outcomes(some);
      if (!alone) {
        usage = outcomes.stream().map(PairOutcome::usage).reduce(usage, TokenUsage::plus);
      }
      for (PairOutcome outcome : outcomes) {
        usage = alone ? usage.plus(outcome.usage()) : usage;
        labels += alone && looksAtLabels ? 1 : 0;
        for (TrainingPair pair : outcome.pairs()) {
          labels += !looksAtLabels && pair.generatedFrom().isEmpty() ? 1 : 0;
          if (chosen.size() < most) {
            chosen.add(new ChosenPair(pair, labels, usage));
          }
        }
      }
    }
    return List.copyOf(chosen);
  }

  private List<PairOutcome> outcomes(List<TrainingPair> pairs) {
    return step.map(its -> its.apply(pairs))
        .orElseGet(() -> pairs.stream().map(pair -> PairOutcome.kept(pair, "random")).toList());
  }
}
