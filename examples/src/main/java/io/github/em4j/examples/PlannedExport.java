package io.github.em4j.examples;

import io.github.em4j.training.export.ExportTarget;
import io.github.em4j.training.lora.LoraOptions;
import io.github.em4j.training.lora.LoraOptionsBuilder;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a finished training set is written for.
 *
 * @param targets whom for, in their order; may be empty
 * @param model the model that configurations name, where it is not the paper's
 * @param options how configurations train
 * @param bothOrders whether each pair is written with its sides exchanged as well
 */
record PlannedExport(
    Set<ExportTarget> targets, Optional<String> model, LoraOptions options, boolean bothOrders) {

  static final PlannedExport NONE =
      new PlannedExport(Set.of(), Optional.empty(), LoraOptions.paper(), false);

  static PlannedExport of(Settings settings) {
    settings.allow("formats", "model", "preset", "epochs", "learning-rate", "both-orders");
    Set<ExportTarget> targets = new LinkedHashSet<>();
    for (String label : settings.texts("formats")) {
      ExportTarget target =
          ExportTarget.of(label)
              .orElseThrow(() -> settings.wrong("formats", "some of " + allLabels()));
      targets.add(target);
    }
    return new PlannedExport(
        targets,
        settings.text("model"),
        options(settings),
        settings.flag("both-orders").orElse(false));
  }

  private static LoraOptions options(Settings settings) {
    Preset preset = settings.choice("preset", Preset.class).orElse(Preset.PAPER);
    LoraOptionsBuilder options =
        (preset == Preset.PAPER ? LoraOptions.paper() : LoraOptions.tiny()).toBuilder();
    settings.count("epochs", 1).ifPresent(options::epochs);
    settings.number("learning-rate", Double.MIN_VALUE, 1).ifPresent(options::learningRate);
    return options.build();
  }

  private static String allLabels() {
    return Stream.of(ExportTarget.values())
        .map(ExportTarget::label)
        .collect(Collectors.joining(", "));
  }

  /** The presets of LoRA options. */
  private enum Preset {
    PAPER,
    TINY
  }
}
