package io.github.em4j.training.selection.rounds;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchOptions;
import io.github.em4j.MatchOutcome;
import io.github.em4j.MatchRun;
import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.TrainingPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Those first that a matcher is least sure of; equally unsure ones in the order of the pool. */
record UncertaintyStrategy(EntityMatcher matcher) implements SelectionStrategy {
  private static final double HALF = 0.5;

  @Override
  public String name() {
    return "uncertain";
  }

  @Override
  public Map<String, String> settings() {
    return matcher.provenance().facts();
  }

  @Override
  public List<ChosenPair> choose(List<TrainingPair> pool, int most) {
    List<CandidatePair> pairs = pool.stream().map(pair -> pair.pair().pair()).toList();
    var certainty = new ArrayList<Double>();
    TokenUsage usage;
    try (MatchRun run = matcher.start(pairs, MatchOptions.DEFAULTS)) {
      for (MatchOutcome outcome : run) {
        certainty.add(certainty(outcome));
      }
      usage = run.usage();
    }
    List<Integer> order =
        IntStream.range(0, pool.size())
            .boxed()
            .sorted(Comparator.comparingDouble(certainty::get))
            .toList();
    return IntStream.range(0, Math.min(most, pool.size()))
        .mapToObj(i -> new ChosenPair(pool.get(order.get(i)), i + 1, usage))
        .toList();
  }

  /** From 0 to one half; more where there is no probability. */
  private static double certainty(MatchOutcome outcome) {
    return outcome instanceof MatchDecision decision && decision.matchProbability().isPresent()
        ? Math.abs(decision.matchProbability().getAsDouble() - HALF)
        : 1;
  }
}
