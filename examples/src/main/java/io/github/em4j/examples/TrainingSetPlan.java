package io.github.em4j.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a settings file says of a training set, checked as far as it can be without reading a
 * data set or opening a model.
 *
 * @param sources data sets whose train splits the set starts with
 * @param heldOut further data sets that it must not know
 * @param models models by name: those that the steps ask
 * @param steps what is done, in this order
 * @param export whom the set is written for
 * @param entity what prompts call the records, where it is not found out
 * @param attributes what models read of them, where it is not found out
 * @param template the wording of the question, where it is not the usual one
 * @param seed the seed of everything random
 * @param out the folder, where the settings name it
 */
record TrainingSetPlan(
    List<Path> sources,
    List<Path> heldOut,
    Map<String, PlannedModel> models,
    List<PlannedStep> steps,
    PlannedExport export,
    Optional<String> entity,
    List<String> attributes,
    Optional<String> template,
    long seed,
    Optional<Path> out) {
  private static final String MODELS = "models";
  private static final String STEPS = "steps";
  private static final String EXPORT = "export";

  TrainingSetPlan {
    sources = List.copyOf(sources);
    heldOut = List.copyOf(heldOut);
    steps = List.copyOf(steps);
    attributes = List.copyOf(attributes);
  }

  /** Reads the settings. */
  static TrainingSetPlan of(SettingsNode root) {
    Settings settings =
        new Settings(root, "a training set")
            .allow(
                "sources",
                "held-out",
                "entity",
                "attributes",
                "template",
                MODELS,
                STEPS,
                EXPORT,
                "seed",
                "out");
    List<Path> sources = paths(settings, "sources");
    if (sources.isEmpty()) {
      throw settings.wrong("sources", "at least one data set");
    }
    Map<String, PlannedModel> described = described(settings);
    List<PlannedStep> steps = new ArrayList<>();
    Map<String, PlannedModel> asked = new LinkedHashMap<>();
    for (SettingsNode item : settings.items(STEPS)) {
      PlannedStep step = StepReader.of(item);
      steps.add(step);
      step.asks().ifPresent(name -> asked.put(name, model(name, described, item.place())));
    }
    return new TrainingSetPlan(
        sources,
        paths(settings, "held-out"),
        asked,
        steps,
        settings.group(EXPORT).map(PlannedExport::of).orElse(PlannedExport.NONE),
        settings.text("entity"),
        settings.texts("attributes"),
        settings.text("template"),
        settings.seed("seed").orElse(42L),
        settings.text("out").map(Path::of));
  }

  private static List<Path> paths(Settings settings, String name) {
    return settings.texts(name).stream().map(Path::of).toList();
  }

  private static Map<String, PlannedModel> described(Settings settings) {
    Map<String, PlannedModel> described = new LinkedHashMap<>();
    settings
        .group(MODELS)
        .ifPresent(
            models ->
                models
                    .groups()
                    .forEach((name, model) -> described.put(name, PlannedModel.of(name, model))));
    return described;
  }

  private static PlannedModel model(
      String name, Map<String, PlannedModel> described, String place) {
    PlannedModel found = described.get(name);
    return found != null
        ? found
        : PlannedModel.builtIn(name)
            .orElseThrow(
                () -> {
                  Set<String> names = new LinkedHashSet<>(described.keySet());
                  names.add(PlannedModel.CLASSICAL);
                  names.add(PlannedModel.TINY);
                  return new BadArgumentException(
                      "%s: there is no model '%s'; there are %s, and 'models' can describe more"
                          .formatted(place, name, String.join(", ", names)));
                });
  }
}
