package io.github.em4j.evaluation.study;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOptions;
import io.github.em4j.MatchOutcome;
import io.github.em4j.MatchRun;
import io.github.em4j.Progress;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A recipe whose matchers take every pair for a match, and that keeps a diary. */
final class FakeRecipe implements Recipe {
  final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  Consumer<List<CandidatePair>> beforeBatch = batch -> {};
  Consumer<Optional<String>> beforeOpening = template -> {};
  Runnable beforePreparing = () -> {};
  Map<String, String> settings = Map.of("model", "m");
  String revision = "1";
  OptionalInt batchSize = OptionalInt.empty();
  boolean failing;
  boolean failingToClose;
  private final String name;
  private final List<String> templates;

  FakeRecipe(String name, String... templates) {
    this.name = name;
    this.templates = List.of(templates);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> templates() {
    return templates;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public OptionalInt batchSize() {
    return batchSize;
  }

  @Override
  public Prepared prepare(Optional<TrainingSource> source, long seed) {
    diary.add("prepare " + source.map(TrainingSource::name).orElse("nothing") + " " + seed);
    beforePreparing.run();
    return new Prepared() {
      @Override
      public EntityMatcher open(Optional<String> template) {
        beforeOpening.accept(template);
        diary.add("open " + template.orElse("without prompt"));
        return new Matcher();
      }

      @Override
      public void close() {
        diary.add("close all");
      }
    };
  }

  /** How many pairs were asked about. */
  long asked() {
    return diary.stream().filter(entry -> entry.startsWith("ask ")).count();
  }

  private final class Matcher implements EntityMatcher {
    @Override
    public Provenance provenance() {
      return Provenance.of(name).with(Provenance.MODEL, revision);
    }

    @Override
    public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
      beforeBatch.accept(pairs);
      var outcomes = new ArrayList<MatchOutcome>();
      for (CandidatePair pair : pairs) {
        diary.add("ask " + pair.id());
        if (failing && pair.left().id().equals("a3")) {
          outcomes.add(
              new MatchFailure(
                  pair, new EntityMatchingException("the server is away", null, true)));
          continue;
        }
        outcomes.add(
            MatchDecision.builder(pair, provenance())
                .label(MatchLabel.MATCH)
                .matchProbability(0.75)
                .rawAnswer("Yes, \ud83d\ude00")
                .usage(new TokenUsage(10, 2))
                .build());
      }
      return outcomes;
    }

    @Override
    public MatchRun start(Iterable<CandidatePair> pairs, MatchOptions options) {
      MatchRun run = EntityMatcher.super.start(pairs, options);
      return failingToClose ? new StuckRun(run) : run;
    }

    @Override
    public void close() {
      diary.add("close");
    }
  }

  /** A run that cannot be closed. */
  private record StuckRun(MatchRun run) implements MatchRun {
    @Override
    public Iterator<MatchOutcome> iterator() {
      return run.iterator();
    }

    @Override
    public Progress progress() {
      return run.progress();
    }

    @Override
    public TokenUsage usage() {
      return run.usage();
    }

    @Override
    public void cancel() {
      run.cancel();
    }

    @Override
    public void close() {
      run.close();
      throw new EntityMatchingException("the connection is stuck");
    }
  }
}
