package io.github.em4j.training.selection;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A matcher that says what a test wrote for it. */
final class ScriptedMatcher implements EntityMatcher {
  private final BiFunction<CandidatePair, Provenance, MatchOutcome> script;

  /** How many pairs were asked about in each call. */
  final List<Integer> calls = new ArrayList<>();

  private ScriptedMatcher(BiFunction<CandidatePair, Provenance, MatchOutcome> script) {
    this.script = script;
  }

  /** A matcher that answers with a label for a token read. */
  static ScriptedMatcher labelling(Function<CandidatePair, MatchLabel> labels) {
    return new ScriptedMatcher(
        (pair, provenance) ->
            MatchDecision.builder(pair, provenance)
                .label(labels.apply(pair))
                .usage(new TokenUsage(1, 0))
                .build());
  }

  /** A matcher that gives the probability of a match. */
  static ScriptedMatcher scoring(ToDoubleFunction<CandidatePair> probabilities) {
    return new ScriptedMatcher(
        (pair, provenance) -> {
          double p = probabilities.applyAsDouble(pair);
          return MatchDecision.builder(pair, provenance)
              .matchProbability(p)
              .label(MatchLabel.of(p >= 0.5))
              .usage(new TokenUsage(1, 0))
              .build();
        });
  }

  /**
   * A matcher whose answer is the title of the left side: Yes, No or anything; it fails at fail,
   * busy and no money, and is dozing once.
   */
  static ScriptedMatcher byLeftTitle() {
    var awake = new AtomicBoolean();
    return new ScriptedMatcher(
        (pair, provenance) ->
            pair.left().attribute("title").orElse("").equals("dozing") && awake.getAndSet(true)
                ? MatchDecision.builder(pair, provenance).label(MatchLabel.MATCH).build()
                : byLeftTitle(pair, provenance));
  }

  private static MatchOutcome byLeftTitle(CandidatePair pair, Provenance provenance) {
    String title = pair.left().attribute("title").orElse("");
    var decision = MatchDecision.builder(pair, provenance).rawAnswer(title);
    return switch (title) {
      case "Yes" -> decision.label(MatchLabel.MATCH).build();
      case "No" -> decision.label(MatchLabel.NON_MATCH).build();
      case "fail" -> new MatchFailure(pair, new EntityMatchingException("broken"));
      case "busy", "dozing" ->
          new MatchFailure(pair, new EntityMatchingException("busy", null, true));
      case "no money" -> new MatchFailure(pair, new AccountFailure(title));
      default -> decision.build();
    };
  }

  @Override
  public Provenance provenance() {
    return Provenance.of("scripted").with(Provenance.MODEL, "test:model");
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    calls.add(pairs.size());
    return pairs.stream().map(pair -> script.apply(pair, provenance())).toList();
  }

  @Override
  public void close() {
    // Owns nothing.
  }
}
