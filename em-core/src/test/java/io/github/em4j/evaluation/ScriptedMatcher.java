package io.github.em4j.evaluation;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A matcher that does as its script says, and remembers the batches that it was asked. The usual
 * scripts read the left title.
 */
public final class ScriptedMatcher implements EntityMatcher {
  private final Provenance provenance;
  private final Function<CandidatePair, MatchDecision.Builder> script;
  private final List<List<CandidatePair>> batches = new CopyOnWriteArrayList<>();
  private volatile boolean gone;
  private volatile boolean closed;

  /** The script fills in a decision; what it throws fails the pair. */
  public ScriptedMatcher(String name, Function<CandidatePair, MatchDecision.Builder> script) {
    this.provenance = Provenance.of(name).with(Provenance.MODEL, "script of " + name);
    this.script = script;
  }

  /** A decision at one half, for two tokens read and one written. */
  public static MatchDecision.Builder decision(CandidatePair pair, double probability) {
    return undecided(pair).label(MatchLabel.of(probability >= 0.5)).matchProbability(probability);
  }

  /** An answer that nobody could read, for two tokens read and one written. */
  public static MatchDecision.Builder undecided(CandidatePair pair) {
    return MatchDecision.builder(pair, Given.PROVENANCE).usage(new TokenUsage(2, 1));
  }

  /** From now on, nothing works any more. */
  public void breakDown() {
    gone = true;
  }

  /** The batches asked for so far, in order. */
  public List<List<CandidatePair>> batches() {
    return batches;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    if (closed) {
      throw new IllegalStateException("the matcher is closed");
    }
    batches.add(List.copyOf(pairs));
    if (gone) {
      throw new EntityMatchingException("the model is gone");
    }
    return pairs.stream().map(this::outcome).toList();
  }

  private MatchOutcome outcome(CandidatePair pair) {
    try {
      return script.apply(pair).build().toBuilder(provenance).build();
    } catch (EntityMatchingException e) {
      return new MatchFailure(pair, e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
