package io.github.em4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The simplest matcher: equal titles match, a title "fail" fails, a missing title is undecided. */
final class TitleEqualityMatcher implements EntityMatcher {
  private static final Provenance PROVENANCE = Provenance.of("title-equality");
  private final Consumer<List<CandidatePair>> beforeBatch;
  private volatile boolean closed;

  TitleEqualityMatcher() {
    this(batch -> {});
  }

  TitleEqualityMatcher(Consumer<List<CandidatePair>> beforeBatch) {
    this.beforeBatch = beforeBatch;
  }

  @Override
  public Provenance provenance() {
    return PROVENANCE;
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    if (closed) {
      throw new IllegalStateException("the matcher is closed");
    }
    beforeBatch.accept(pairs);
    var outcomes = new ArrayList<MatchOutcome>();
    for (CandidatePair pair : List.copyOf(pairs)) {
      outcomes.add(decide(pair));
    }
    return List.copyOf(outcomes);
  }

  private static MatchOutcome decide(CandidatePair pair) {
    if (pair.left().attribute("title").equals(java.util.Optional.of("fail"))) {
      return new MatchFailure(pair, new EntityMatchingException("asked to fail"));
    }
    MatchDecision.Builder decision =
        MatchDecision.builder(pair, PROVENANCE).usage(new TokenUsage(2, 1));
    if (pair.left().attribute("title").isPresent()) {
      boolean same = pair.left().attribute("title").equals(pair.right().attribute("title"));
      decision.label(MatchLabel.of(same)).matchProbability(same ? 0.9 : 0.1);
    }
    return decision.build();
  }

  @Override
  public void close() {
    closed = true;
  }
}
