package io.github.em4j.training.selection.rounds;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.search.Neighbour;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.ArrayList;
import java.util.List;

/**
 * The cheapest learner: a matcher that says of a pair what its nearest training pairs are. Fails on
 * a title "fail".
 */
final class NearestLabel implements EntityMatcher {
  private static final int NEIGHBOURS = 3;

  private final PairSearch search;
  boolean closed;

  NearestLabel(LearningTask task) {
    this.search = PairSearch.over(task.labeledPairs()).threads(1).build();
  }

  @Override
  public Provenance provenance() {
    return Provenance.of("nearest-label");
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    var outcomes = new ArrayList<MatchOutcome>();
    for (CandidatePair pair : pairs) {
      if (pair.left().attribute("title").orElseThrow().equals("fail")) {
        outcomes.add(new MatchFailure(pair, new EntityMatchingException("asked to fail")));
        continue;
      }
      double match = 0;
      double all = 1e-9;
      for (Neighbour one : search.nearest(pair, NEIGHBOURS)) {
        all += one.similarity();
        match += search.pool().get(one.index()).label().isMatch() ? one.similarity() : 0;
      }
      outcomes.add(
          MatchDecision.builder(pair, provenance())
              .label(MatchLabel.of(match / all > 0.5))
              .matchProbability(Math.min(1, match / all))
              .usage(new TokenUsage(10, 1))
              .build());
    }
    return List.copyOf(outcomes);
  }

  @Override
  public void close() {
    closed = true;
  }
}
