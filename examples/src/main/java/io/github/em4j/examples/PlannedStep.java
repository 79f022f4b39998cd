package io.github.em4j.examples;

import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.selection.ErrorFilter;
import io.github.em4j.training.selection.LossBound;
import io.github.em4j.training.selection.UndecidedPolicy;
import io.github.em4j.training.selection.teaching.ContradictionPolicy;
import io.github.em4j.training.selection.teaching.FailurePolicy;
import io.github.em4j.training.selection.teaching.GenerationVariant;
import java.util.List;
import java.util.Optional;

/** A step of a training set, as its settings describe it. */
sealed interface PlannedStep {

  /** The name of the model that the step asks, empty where it asks none. */
  default Optional<String> asks() {
    return Optional.empty();
  }

  /**
   * Removes what held-out splits have as well.
   *
   * @param comparing the attributes whose text is compared; all where it is empty
   */
  record Leaks(List<String> comparing) implements PlannedStep {
    public Leaks {
      comparing = List.copyOf(comparing);
    }
  }

  /**
   * Keeps the first of pairs that are nearly the same.
   *
   * @param similarity from which two pairs count as nearly the same
   * @param comparing the attributes whose words are compared; all where it is empty
   */
  record NearDuplicates(double similarity, List<String> comparing) implements PlannedStep {
    public NearDuplicates {
      comparing = List.copyOf(comparing);
    }
  }

  /**
   * Takes out pairs whose label a judge does not share.
   *
   * @param judge the model
   * @param onDisagreement whether they are dropped or get the judge's label
   * @param undecided what becomes of pairs that the judge says nothing about
   */
  record ErrorFiltering(
      String judge, ErrorFilter.Disagreement onDisagreement, UndecidedPolicy undecided)
      implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(judge);
    }
  }

  /**
   * Takes out pairs that a judge does not call a corner case.
   *
   * @param judge the model
   * @param threshold from which probability on a pair is one
   * @param undecided what becomes of pairs that the judge says nothing about
   */
  record Relevancy(String judge, double threshold, UndecidedPolicy undecided)
      implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(judge);
    }
  }

  /**
   * Takes out pairs by the probability that a judge gives their label.
   *
   * @param judge the model
   * @param tooEasy pairs that are easier are dropped
   * @param tooHard pairs that are harder are dropped
   * @param mislabelled pairs that are harder are taken for mislabelled
   * @param onMislabelled whether those are dropped or get the other label
   */
  record Confidence(
      String judge,
      Optional<LossBound> tooEasy,
      Optional<LossBound> tooHard,
      Optional<LossBound> mislabelled,
      ErrorFilter.Disagreement onMislabelled)
      implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(judge);
    }
  }

  /**
   * Lets a teacher explain labels.
   *
   * @param kind what explanations look like
   * @param teacher the model
   * @param questions how often it is asked about a pair at most
   * @param onContradiction what becomes of a pair whose label it contradicts
   * @param onFailure what becomes of a pair that it gives no usable answer for
   */
  record Explain(
      ExplanationKind kind,
      String teacher,
      int questions,
      ContradictionPolicy onContradiction,
      FailurePolicy onFailure)
      implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(teacher);
    }
  }

  /**
   * Lets a teacher write pairs like those that there are.
   *
   * @param variant how much it is told
   * @param teacher the model
   * @param questions how often it is asked about a pair at most
   * @param demonstrations how many of the nearest pairs it is shown, in the variant with such
   * @param keepsSeeds whether the pairs that others are made from stay
   */
  record Generate(
      GenerationVariant variant,
      String teacher,
      int questions,
      int demonstrations,
      boolean keepsSeeds)
      implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(teacher);
    }
  }

  /**
   * Takes out pairs of the label that is too frequent.
   *
   * @param matchShare the share of matches that is wanted
   */
  record Balance(double matchShare) implements PlannedStep {}

  /**
   * Keeps so many pairs at most, drawn by the seed.
   *
   * @param pairs how many
   */
  record Limit(int pairs) implements PlannedStep {}
}
