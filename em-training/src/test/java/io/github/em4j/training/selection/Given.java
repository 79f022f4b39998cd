package io.github.em4j.training.selection;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.TextExplanation;
import io.github.em4j.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Invented pairs and steps. */
final class Given {
  private Given() {}

  static EntityDescription record(String id, String title) {
    return EntityDescription.of(id).with("title", title);
  }

  static LabeledPair pair(String left, String right, MatchLabel label) {
    return new LabeledPair(new CandidatePair(record("", left), record("", right)), label);
  }

  static LabeledPair match(String left, String right) {
    return pair(left, right, MatchLabel.MATCH);
  }

  static LabeledPair nonMatch(String left, String right) {
    return pair(left, right, MatchLabel.NON_MATCH);
  }

  /** Pairs of two numbered products; every third one is a match. */
  static List<LabeledPair> pairs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> pair("desk lamp " + i, "lamp no. " + i, MatchLabel.of(i % 3 == 0)))
        .toList();
  }

  /** Pairs with the keys {@code t:1}, {@code t:2} and so on. */
  static List<TrainingPair> trainingPairs(LabeledPair... pairs) {
    return trainingPairs(List.of(pairs));
  }

  static List<TrainingPair> trainingPairs(List<LabeledPair> pairs) {
    return IntStream.range(0, pairs.size())
        .mapToObj(i -> new TrainingPair("t:" + (i + 1), pairs.get(i)))
        .toList();
  }

  /** The keys of what the outcomes pass on. */
  static List<String> keys(List<PairOutcome> outcomes) {
    return outcomes.stream().flatMap(o -> o.pairs().stream()).map(TrainingPair::key).toList();
  }

  static List<String> reasons(List<PairOutcome> outcomes) {
    return outcomes.stream().map(PairOutcome::reason).toList();
  }

  /** A step that does the same to equal pairs. */
  static PairStep step(String name, Function<TrainingPair, PairOutcome> doing) {
    return new PairStep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<String, String> settings() {
        return Map.of("seed", "7");
      }

      @Override
      public List<PairOutcome> apply(List<TrainingPair> pairs) {
        var outcomes = new ArrayList<PairOutcome>();
        pairs.forEach(pair -> outcomes.add(doing.apply(pair)));
        return outcomes;
      }
    };
  }

  /** A step that does one of everything, by the pair's key. */
  static PairStep everything(String name) {
    return step(name, pair -> oneOfEverything(name, pair));
  }

  private static TrainingPair generated(String step, TrainingPair pair, LabeledPair made) {
    return new TrainingPair(
        pair.key() + "/" + step, made, Optional.empty(), Optional.of(pair.key()));
  }

  static PairOutcome oneOfEverything(String step, TrainingPair pair) {
    TokenUsage usage = new TokenUsage(pair.key().length(), 1);
    return switch (Math.floorMod(pair.key().hashCode(), 5)) {
      case 0 -> PairOutcome.kept(pair, "fine");
      case 1 -> PairOutcome.dropped(pair, "no good").with("why", "a\nline\u2028 or \"two\"");
      case 2 -> PairOutcome.relabelled(pair, "wrong").costing(usage);
      case 3 ->
          PairOutcome.explained(
                  pair, new TextExplanation("Größe \uD83D\uDE00, half \uD83D"), "said")
              .costing(usage);
      default ->
          PairOutcome.generated(
                  pair,
                  List.of(
                      generated(step, pair, match("new " + pair.key(), "new")),
                      pair,
                      generated(step + "-2", pair, nonMatch("other " + pair.key(), "new"))),
                  "2 of 2")
              .costing(usage);
    };
  }

  /** A step over the whole set that drops every second pair. */
  static SetStep everySecond(String name) {
    return new SetStep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<String, String> settings() {
        return Map.of();
      }

      @Override
      public List<PairOutcome> apply(List<TrainingPair> pairs) {
        return IntStream.range(0, pairs.size())
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? PairOutcome.kept(pairs.get(i), "even")
                        : PairOutcome.dropped(pairs.get(i), "odd"))
            .toList();
      }
    };
  }

  /** A step that measures the length of each key, and drops the longest ones. */
  static SetStep longestKeys(String name, PairStep measurement) {
    return new SetStep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Map<String, String> settings() {
        return measurement.settings();
      }

      @Override
      public Optional<PairStep> measurement() {
        return Optional.of(measurement);
      }

      @Override
      public List<PairOutcome> apply(List<TrainingPair> pairs) {
        return apply(pairs, measurement.apply(pairs));
      }

      @Override
      public List<PairOutcome> apply(List<TrainingPair> pairs, List<PairOutcome> measured) {
        int longest =
            measured.stream()
                .mapToInt(outcome -> Integer.parseInt(outcome.details().getOrDefault("length", "")))
                .max()
                .orElse(0);
        return IntStream.range(0, pairs.size())
            .mapToObj(
                i -> {
                  TrainingPair pair = pairs.get(i);
                  PairOutcome outcome =
                      pair.key().length() == longest
                          ? PairOutcome.dropped(pair, "longest")
                          : PairOutcome.kept(pair, "shorter");
                  return outcome.costing(measured.get(i).usage());
                })
            .toList();
      }
    };
  }

  static PairOutcome length(TrainingPair pair) {
    return PairOutcome.kept(pair, "measured")
        .with("length", Integer.toString(pair.key().length()))
        .costing(new TokenUsage(10, 0));
  }
}
