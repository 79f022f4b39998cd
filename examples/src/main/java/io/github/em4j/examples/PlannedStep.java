package io.github.em4j.examples;

import io.github.em4j.prompts.explanation.ExplanationKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step of a training set, as its settings describe it. */
sealed interface PlannedStep {

  /** The name of the model that the step asks, empty where it asks none. */
  default Optional<String> asks() {
    return Optional.empty();
  }

  /** Removes what held-out splits have as well. */
  record Leaks() implements PlannedStep {}

  /**
   * Keeps one of several pairs that are nearly the same.
   *
   * @param similarity from which two pairs count as nearly the same
   */
  record NearDuplicates(Optional<Double> similarity) implements PlannedStep {}

  /**
   * Drops pairs whose label a judge does not share.
   *
   * @param judge the model
   */
  record ErrorFilter(String judge) implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(judge);
    }
  }

  /**
   * Drops pairs that a judge does not call interesting.
   *
   * @param judge the model
   */
  record Relevancy(String judge) implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(judge);
    }
  }

  /**
   * Drops pairs by the probability that a model gives their label.
   *
   * @param scorer the model
   * @param tooEasy from which probability of its label on a pair teaches nothing
   * @param mislabelled below which probability of its label a pair is likely mislabelled
   */
  record Confidence(String scorer, Optional<Double> tooEasy, Optional<Double> mislabelled)
      implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(scorer);
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
      Optional<Integer> questions,
      OnContradiction onContradiction,
      OnFailure onFailure)
      implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(teacher);
    }
  }

  /** What becomes of a pair whose label a teacher contradicts. */
  enum OnContradiction {
    DROP,
    KEEP,
    RELABEL
  }

  /** What becomes of a pair without a usable answer. */
  enum OnFailure {
    DROP,
    KEEP
  }

  /**
   * Lets a teacher write pairs like those that there are.
   *
   * @param variant how it is asked
   * @param teacher the model
   */
  record Generate(GenerationVariant variant, String teacher) implements PlannedStep {
    @Override
    public Optional<String> asks() {
      return Optional.of(teacher);
    }
  }

  /** How a teacher is asked for pairs. */
  enum GenerationVariant {
    BRIEF,
    DETAILED,
    DEMONSTRATIONS
  }

  /**
   * Drops pairs of the greater class.
   *
   * @param nonMatchesPerMatch how many non-matches there may be for each match
   */
  record Balance(double nonMatchesPerMatch) implements PlannedStep {}

  /**
   * Keeps so many pairs at most, drawn by the seed.
   *
   * @param pairs how many
   */
  record Limit(int pairs) implements PlannedStep {}

  /** The names of steps in settings, each with how it is read. */
  Map<String, Reading> READINGS =
      Map.of(
          "leaks", PlannedStep::leaks,
          "near-duplicates", PlannedStep::nearDuplicates,
          "error-filter", PlannedStep::errorFilter,
          "relevancy", PlannedStep::relevancy,
          "confidence", PlannedStep::confidence,
          "explain", PlannedStep::explain,
          "generate", PlannedStep::generate,
          "balance", PlannedStep::balance,
          "limit", PlannedStep::limit);

  /** Reads the settings of a step. */
  @FunctionalInterface
  interface Reading {
    PlannedStep of(Settings settings);
  }

  /** Reads an item of the list of steps: a name, or a name with settings. */
  static PlannedStep of(SettingsNode item) {
    if (item instanceof SettingsNode.Scalar name) {
      return of(name.text(), new SettingsNode.Scalar("", name.place()));
    }
    if (item instanceof SettingsNode.Group group && group.entries().size() == 1) {
      Map.Entry<String, SettingsNode.Entry> only = group.entries().entrySet().iterator().next();
      return of(only.getKey(), only.getValue().value());
    }
    throw new BadArgumentException(
        "%s: a step needs its name alone or 'NAME: {…}', found %s"
            .formatted(item.place(), item.kind()));
  }

  /** Reads the settings of a step of this name. */
  static PlannedStep of(String name, SettingsNode settings) {
    Reading reading = READINGS.get(name);
    if (reading == null) {
      List<String> names = READINGS.keySet().stream().sorted().toList();
      throw new BadArgumentException(
          "%s: there is no step '%s'; allowed are %s"
              .formatted(settings.place(), name, String.join(", ", names)));
    }
    return reading.of(new Settings(settings, "the step " + name));
  }

  private static PlannedStep leaks(Settings settings) {
    settings.allow();
    return new Leaks();
  }

  private static PlannedStep nearDuplicates(Settings settings) {
    settings.allow("similarity");
    return new NearDuplicates(settings.number("similarity", 0, 1));
  }

  private static PlannedStep errorFilter(Settings settings) {
    settings.allow("judge");
    return new ErrorFilter(settings.requireText("judge"));
  }

  private static PlannedStep relevancy(Settings settings) {
    settings.allow("judge");
    return new Relevancy(settings.requireText("judge"));
  }

  private static PlannedStep confidence(Settings settings) {
    settings.allow("scorer", "too-easy", "mislabelled");
    return new Confidence(
        settings.requireText("scorer"),
        settings.number("too-easy", 0, 1),
        settings.number("mislabelled", 0, 1));
  }

  private static PlannedStep explain(Settings settings) {
    settings.allow("kind", "teacher", "questions", "on-contradiction", "on-failure");
    ExplanationKind kind =
        settings
            .choice("kind", ExplanationKind.class)
            .filter(given -> given != ExplanationKind.NONE)
            .orElseThrow(
                () ->
                    settings.wrong(
                        "kind",
                        "long-textual, wadhwa, structured, structured-no-importance or"
                            + " structured-no-importance-no-similarity"));
    return new Explain(
        kind,
        settings.requireText("teacher"),
        settings.count("questions", 1),
        settings.choice("on-contradiction", OnContradiction.class).orElse(OnContradiction.DROP),
        settings.choice("on-failure", OnFailure.class).orElse(OnFailure.DROP));
  }

  private static PlannedStep generate(Settings settings) {
    settings.allow("variant", "teacher");
    return new Generate(
        settings.choice("variant", GenerationVariant.class).orElse(GenerationVariant.DETAILED),
        settings.requireText("teacher"));
  }

  private static PlannedStep balance(Settings settings) {
    settings.allow("non-matches-per-match");
    return new Balance(
        settings.number("non-matches-per-match", 0.01, Double.POSITIVE_INFINITY).orElse(1.0));
  }

  private static PlannedStep limit(Settings settings) {
    settings.allow("pairs");
    return new Limit(
        settings.count("pairs", 1).orElseThrow(() -> settings.wrong("pairs", "a whole number")));
  }
}
