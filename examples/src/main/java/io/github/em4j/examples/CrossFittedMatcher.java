package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatcher;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.training.baseline.BaselineMatcher;
import io.github.em4j.training.baseline.BaselineOptions;
import io.github.em4j.training.baseline.BaselineTrainer;
import java.util.ArrayList;
import java.util.List;

/**
 * Classical matchers for judging the very pairs that they learn from: the pairs are cut into folds,
 * and each is decided by a matcher that learned from the other folds. A pair falls into its fold by
 * its text, whatever the order of its sides, so repetitions of a pair are never learned from
 * either.
 */
final class CrossFittedMatcher implements EntityMatcher {
  private final List<BaselineMatcher> matchers;
  private final Provenance provenance;

  private CrossFittedMatcher(List<BaselineMatcher> matchers) {
    this.matchers = List.copyOf(matchers);
    this.provenance =
        matchers
            .get(0)
            .provenance()
            .with("folds", matchers.size() + ", each decided by what learned from the others");
  }

  /**
   * Trains a matcher for each fold.
   *
   * @throws BadArgumentException if the pairs without one fold are too few to learn from
   */
  static CrossFittedMatcher train(String name, List<LabeledPair> pairs, int folds, long seed) {
    BaselineTrainer trainer = new BaselineTrainer(BaselineOptions.builder().seed(seed).build());
    List<BaselineMatcher> matchers = new ArrayList<>();
    for (int i = 0; i < folds; i++) {
      int fold = i;
      List<LabeledPair> others =
          pairs.stream().filter(pair -> fold(pair.pair(), folds) != fold).toList();
      try {
        matchers.add(trainer.train(name, others));
      } catch (IllegalArgumentException e) {
        throw new BadArgumentException(e);
      }
    }
    return new CrossFittedMatcher(matchers);
  }

  private static int fold(CandidatePair pair, int folds) {
    int either = hash(pair.left()) + hash(pair.right());
    // Sums of two hashes lie unevenly in their lowest bits.
    return Math.floorMod((either * 0x9E3779B9) >>> 8, folds);
  }

  private static int hash(EntityDescription record) {
    return record.attributes().toString().hashCode();
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
    List<List<CandidatePair>> byFold = new ArrayList<>();
    List<List<MatchOutcome>> outcomes = new ArrayList<>();
    matchers.forEach(matcher -> byFold.add(new ArrayList<>()));
    int[] folds = pairs.stream().mapToInt(pair -> fold(pair, matchers.size())).toArray();
    for (int i = 0; i < folds.length; i++) {
      byFold.get(folds[i]).add(pairs.get(i));
    }
    for (int fold = 0; fold < matchers.size(); fold++) {
      outcomes.add(matchers.get(fold).matchAll(byFold.get(fold)));
    }
    int[] taken = new int[matchers.size()];
    List<MatchOutcome> inOrder = new ArrayList<>(pairs.size());
    for (int fold : folds) {
      inOrder.add(outcomes.get(fold).get(taken[fold]++));
    }
    return List.copyOf(inOrder);
  }

  @Override
  public void close() {
    matchers.forEach(BaselineMatcher::close);
  }
}
