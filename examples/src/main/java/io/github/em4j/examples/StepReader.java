package io.github.em4j.examples;

import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.selection.ErrorFilter;
import io.github.em4j.training.selection.LossBound;
import io.github.em4j.training.selection.UndecidedPolicy;
import io.github.em4j.training.selection.teaching.ContradictionPolicy;
import io.github.em4j.training.selection.teaching.FailurePolicy;
import io.github.em4j.training.selection.teaching.GenerationVariant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Reads the steps of a training set from its settings. */
final class StepReader {
  private static final String JUDGE = "judge";
  private static final String TEACHER = "teacher";
  private static final String QUESTIONS = "questions";
  private static final String UNDECIDED = "undecided";
  private static final String COMPARING = "comparing";

  /** The names of steps in settings, each with how it is read. */
  private static final Map<String, Reading> READINGS =
      Map.of(
          "leaks", StepReader::leaks,
          "near-duplicates", StepReader::nearDuplicates,
          "error-filter", StepReader::errorFilter,
          "relevancy", StepReader::relevancy,
          "confidence", StepReader::confidence,
          "explain", StepReader::explain,
          "generate", StepReader::generate,
          "balance", StepReader::balance,
          "limit", StepReader::limit);

  /** Reads the settings of a step. */
  @FunctionalInterface
  private interface Reading {
    PlannedStep of(Settings settings);
  }

  private StepReader() {}

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
    settings.allow(COMPARING);
    return new PlannedStep.Leaks(settings.texts(COMPARING));
  }

  private static PlannedStep nearDuplicates(Settings settings) {
    settings.allow("similarity", COMPARING);
    return new PlannedStep.NearDuplicates(
        settings.number("similarity", 0.5, 1).orElse(0.9), settings.texts(COMPARING));
  }

  private static PlannedStep errorFilter(Settings settings) {
    settings.allow(JUDGE, "on-disagreement", UNDECIDED);
    return new PlannedStep.ErrorFiltering(
        settings.requireText(JUDGE),
        settings
            .choice("on-disagreement", ErrorFilter.Disagreement.class)
            .orElse(ErrorFilter.Disagreement.DROP),
        undecided(settings));
  }

  private static UndecidedPolicy undecided(Settings settings) {
    return settings.choice(UNDECIDED, UndecidedPolicy.class).orElse(UndecidedPolicy.KEEP);
  }

  private static PlannedStep relevancy(Settings settings) {
    settings.allow(JUDGE, "threshold", UNDECIDED);
    return new PlannedStep.Relevancy(
        settings.requireText(JUDGE),
        settings.number("threshold", 0, 1).orElse(0.5),
        undecided(settings));
  }

  private static PlannedStep confidence(Settings settings) {
    settings.allow(
        JUDGE, "too-easy", "easiest", "too-hard", "hardest", "mislabelled", "on-mislabelled");
    PlannedStep.Confidence planned =
        new PlannedStep.Confidence(
            settings.requireText(JUDGE),
            bound(settings, "too-easy", "easiest", share -> share),
            bound(settings, "too-hard", "hardest", share -> 1 - share),
            probability(settings, "mislabelled"),
            settings
                .choice("on-mislabelled", ErrorFilter.Disagreement.class)
                .orElse(ErrorFilter.Disagreement.DROP));
    if (planned.tooEasy().isEmpty()
        && planned.tooHard().isEmpty()
        && planned.mislabelled().isEmpty()) {
      throw settings.lacks("one of too-easy, easiest, too-hard, hardest and mislabelled");
    }
    return planned;
  }

  /** A bound by a probability of the label, or by a share of the set at one of its ends. */
  private static Optional<LossBound> bound(
      Settings settings, String byProbability, String byShare, DoubleUnaryOperator quantile) {
    Optional<LossBound> bound = probability(settings, byProbability);
    if (bound.isPresent() && settings.has(byShare)) {
      throw settings.wrong(byShare, "not to be said beside '" + byProbability + "'");
    }
    return bound.or(
        () ->
            settings
                .number(byShare, 0, 1)
                .map(share -> LossBound.quantile(quantile.applyAsDouble(share))));
  }

  private static Optional<LossBound> probability(Settings settings, String name) {
    return settings.number(name, 0, 1).map(LossBound::probability);
  }

  private static PlannedStep explain(Settings settings) {
    settings.allow("kind", TEACHER, QUESTIONS, "on-contradiction", "on-failure");
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
    return new PlannedStep.Explain(
        kind,
        settings.requireText(TEACHER),
        settings.count(QUESTIONS, 1).orElse(2),
        settings
            .choice("on-contradiction", ContradictionPolicy.class)
            .orElse(ContradictionPolicy.DROP),
        settings.choice("on-failure", FailurePolicy.class).orElse(FailurePolicy.DROP));
  }

  private static PlannedStep generate(Settings settings) {
    settings.allow("variant", TEACHER, QUESTIONS, "demonstrations", "keep-seeds");
    GenerationVariant variant =
        settings.choice("variant", GenerationVariant.class).orElse(GenerationVariant.DETAILED);
    if (variant != GenerationVariant.WITH_DEMONSTRATIONS && settings.has("demonstrations")) {
      throw settings.wrong("demonstrations", "variant: with-demonstrations");
    }
    return new PlannedStep.Generate(
        variant,
        settings.requireText(TEACHER),
        settings.count(QUESTIONS, 1).orElse(2),
        settings.count("demonstrations", 1).orElse(6),
        settings.flag("keep-seeds").orElse(true));
  }

  private static PlannedStep balance(Settings settings) {
    settings.allow("match-share");
    return new PlannedStep.Balance(settings.number("match-share", 0.001, 0.999).orElse(0.5));
  }

  private static PlannedStep limit(Settings settings) {
    settings.allow("pairs");
    return new PlannedStep.Limit(
        settings.count("pairs", 1).orElseThrow(() -> settings.wrong("pairs", "a whole number")));
  }
}
