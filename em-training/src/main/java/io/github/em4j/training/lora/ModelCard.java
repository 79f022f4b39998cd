package io.github.em4j.training.lora;

import io.github.em4j.Em4jVersion;
import io.github.em4j.MatchLabel;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The model card of a result: a README.md as the Hugging Face hub reads it. */
final class ModelCard {
  static final String FILE = "README.md";

  private final StringBuilder text = new StringBuilder();

  /**
   * What the card is about.
   *
   * @param kind in the heading, before the name of the base model
   * @param noun in a sentence
   * @param library that reads it
   * @param tags beside those that all cards have
   * @param facts rows beside those of the base model
   */
  record Subject(
      String kind, String noun, String library, List<String> tags, Map<String, String> facts) {

    static Subject adapter(LoraAdapter adapter, Optional<LoraAdapter> starting) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("SHA-256 of the adapter", "`" + adapter.sha256() + "`");
      starting.ifPresent(
          start -> facts.put("started from the adapter", "`" + start.sha256() + "`"));
      return new Subject("a LoRA adapter of", "adapter", "peft", List.of("lora"), facts);
    }
  }

  private ModelCard() {}

  static String of(
      TrainingJob job, EncodedExamples encoded, List<EpochResult> epochs, Subject subject) {
    ModelCard card = new ModelCard();
    card.header(job, subject);
    card.about(job, subject);
    card.data(job.data(), encoded);
    card.scores(epochs, subject);
    card.table("Training", "option", job.options().toMap());
    card.table("Provenance", "fact", job.data().provenance().facts());
    return card.text.toString();
  }

  private void header(TrainingJob job, Subject subject) {
    line("---");
    line("base_model: " + quoted(job.base().name()));
    line("library_name: " + subject.library());
    line("pipeline_tag: text-generation");
    line("tags:");
    subject.tags().forEach(tag -> line("- " + tag));
    line("- entity-matching");
    line("- em4j");
    line("---");
  }

  private void about(TrainingJob job, Subject subject) {
    line("");
    line(
        "# %s, %s %s"
            .formatted(job.suffix().orElse(job.data().name()), subject.kind(), job.base().name()));
    line("");
    line(
        "Trained with em4j "
            + Em4jVersion.current()
            + " for entity matching, "
            + precision(job.options().arithmetic()));
    line("");
    line("| | |");
    line("|---|---|");
    row("base model", job.base().name());
    row("fingerprint of the base model", "`" + job.base().fingerprint() + "`");
    subject.facts().forEach(this::row);
  }

  private static String precision(Arithmetic arithmetic) {
    return arithmetic.device().isCuda()
        ? "over frozen weights in %s on a GPU, itself in single precision."
            .formatted(arithmetic.precision())
        : "in single precision.";
  }

  private void data(FineTuningData data, EncodedExamples encoded) {
    section("Data");
    line("| | |");
    line("|---|---|");
    row("name", data.name());
    row("SHA-256", "`" + data.sha256() + "`");
    row("examples", Integer.toString(data.examples().size()));
    row("matches", Integer.toString(data.count(MatchLabel.MATCH)));
    row("non-matches", Integer.toString(data.count(MatchLabel.NON_MATCH)));
    if (data.unlabelled() > 0) {
      row("without label", Integer.toString(data.unlabelled()));
    }
    row("left out as too long", Integer.toString(encoded.dropped()));
    row("cut inside their values", Integer.toString(encoded.truncated()));
    row("tokens", Long.toString(encoded.tokens()));
    row("validation questions", Integer.toString(data.validation().size()));
  }

  private void scores(List<EpochResult> epochs, Subject subject) {
    TreeSet<String> names = new TreeSet<>();
    epochs.forEach(result -> names.addAll(result.metrics().keySet()));
    names.removeIf(name -> name.endsWith("seconds"));
    section("Epochs");
    line("The %s is of epoch %s.".formatted(subject.noun(), BestEpoch.of(epochs)));
    line("");
    List<String> header = new ArrayList<>(List.of("epoch", "step"));
    header.addAll(names);
    line("| " + String.join(" | ", header) + " |");
    line("|" + "---|".repeat(header.size()));
    for (EpochResult result : epochs) {
      List<String> cells =
          new ArrayList<>(List.of(Integer.toString(result.epoch()), Long.toString(result.step())));
      for (String name : names) {
        double value = result.metric(name).orElse(Double.NaN);
        cells.add(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value));
      }
      line("| " + String.join(" | ", cells) + " |");
    }
  }

  private void table(String title, String what, Map<String, String> values) {
    section(title);
    line("| " + what + " | value |");
    line("|---|---|");
    values.forEach(this::row);
  }

  private void section(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void row(String name, String value) {
    line("| " + cell(name) + " | " + cell(value) + " |");
  }

  private static String cell(String value) {
    return value.replace("|", "\\|").replaceAll("\\R", " ");
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private void line(String content) {
    text.append(content).append('\n');
  }
}
