package io.github.em4j.examples;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.Provenance;
import io.github.em4j.evaluation.study.TrainingSource;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.openai.ModelCapabilities;
import io.github.em4j.openai.OpenAiClient;
import io.github.em4j.openai.OpenAiModel;
import io.github.em4j.openai.SpendLimit;
import io.github.em4j.openai.TokenPrices;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.training.PairExamples;
import io.github.em4j.training.lora.LoraOptions;
import io.github.em4j.training.lora.LoraOptionsBuilder;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The language models of a study. One at a time is open: a study asks for the same one several
 * times in a row, and two may not fit into memory.
 */
final class StudyModels implements AutoCloseable {
  private final StudyPlan plan;
  private final Path adapters;
  private final PrintWriter notes;
  private final Map<List<Object>, Map<String, String>> identities = new HashMap<>();
  private Optional<Open> current = Optional.empty();

  /**
   * A model that is open.
   *
   * @param key what it was opened as
   * @param model the model
   * @param describe adds to a provenance what the model's identity does not say
   * @param owned what is closed with it, the last one first
   */
  record Open(
      String key,
      LanguageModel model,
      UnaryOperator<Provenance> describe,
      Deque<AutoCloseable> owned) {}

  /**
   * Opens nothing yet.
   *
   * @param adapters the folder of the adapters that are trained
   */
  StudyModels(StudyPlan plan, Path adapters, PrintWriter notes) {
    this.plan = plan;
    this.adapters = adapters;
    this.notes = notes;
  }

  /** Refuses checkpoints and adapters that are not there, before any work is done. */
  void requireThere() {
    for (StudyMatcher matcher : plan.matchers()) {
      if (matcher instanceof StudyMatcher.Lora lora) {
        ModelChoice.of(lora.model());
      } else if (matcher instanceof StudyMatcher.AsItIs asItIs
          && asItIs.model() instanceof PlannedModel.Llama llama) {
        ModelChoice.of(llama.model());
        llama.adapter().ifPresent(adapter -> InputPaths.existing(List.of(adapter)));
      }
    }
  }

  /**
   * What tells a checkpoint and its adapter from those that lay at the same place before. Read
   * once: what is replaced in the middle of a study is not seen.
   *
   * @throws EntityMatchingException if they are no checkpoint and no adapter of it
   */
  Map<String, String> identity(Path model, Optional<Path> adapter) {
    return identities.computeIfAbsent(
        List.of(model, adapter),
        unread -> {
          Checkpoint checkpoint = Checkpoint.open(ModelChoice.of(model).folder());
          Map<String, String> identity = new LinkedHashMap<>();
          identity.put("checkpoint", checkpoint.fingerprint());
          adapter.ifPresent(
              folder ->
                  identity.put(
                      "adapter sha256", LoraAdapter.open(folder, checkpoint.config()).sha256()));
          return identity;
        });
  }

  /** A model as it is. */
  Open open(PlannedModel planned) {
    return keep(
        planned.name(),
        () ->
            planned instanceof PlannedModel.OpenAi server
                ? server(server)
                : checkpoint((PlannedModel.Llama) planned));
  }

  /** The base model of a recipe. */
  Open open(StudyMatcher.Lora recipe) {
    return keep(
        recipe.name(),
        () -> {
          OnnxLlama.Builder builder = OnnxLlama.builder(ModelChoice.of(recipe.model()).folder());
          recipe.threads().ifPresent(builder::threads);
          return open(recipe.name(), builder, Device.parse("cpu"));
        });
  }

  /** A model with the adapter of a recipe, which is trained where that is not done yet. */
  Open open(StudyMatcher.Lora recipe, TrainingSource source, long seed) {
    String key = recipe.name() + " on " + source.name() + ", seed " + seed;
    return keep(
        key,
        () -> {
          Path folder =
              adapters
                  .resolve(FolderName.of(recipe.name()))
                  .resolve(FolderName.of(source.name()) + "-" + seed);
          ModelChoice base = ModelChoice.of(recipe.model());
          train(recipe, base, source, seed, folder);
          OnnxLlama.Builder builder = OnnxLlama.builder(base.folder()).adapter(folder);
          recipe.threads().ifPresent(builder::threads);
          return open(key, builder, Device.parse("cpu"));
        });
  }

  private Open keep(String key, Supplier<Open> opening) {
    if (current.isPresent() && current.get().key().equals(key)) {
      return current.get();
    }
    close();
    Open opened = opening.get();
    current = Optional.of(opened);
    return opened;
  }

  private void train(
      StudyMatcher.Lora recipe, ModelChoice base, TrainingSource source, long seed, Path folder) {
    // An adapter that is there already is found again by the trainer, which then only says so.
    notes.printf("Adapter %s on %s, seed %d: in %s%n", recipe.name(), source.name(), seed, folder);
    notes.flush();
    RecordText text =
        RecordText.of(
            source.train().pairs().stream().map(pair -> pair.pair()).toList(),
            Optional.empty(),
            List.of());
    PromptRenderer renderer =
        PromptRenderer.builder()
            .template(Wording.of(plan.prompts().first(), base.isTiny(), text.entity()))
            .serializer(text.serializer())
            .build();
    PairExamples examples =
        PairExamples.of(source.name(), renderer).bothOrders(true).train(source.train().pairs());
    source.validation().ifPresent(split -> examples.validate(split.pairs()));
    FineTuningData data = examples.build();
    new AdapterTraining(base, options(recipe, base, seed), Optional.empty())
        .train(data, folder, notes);
  }

  private static LoraOptions options(StudyMatcher.Lora recipe, ModelChoice base, long seed) {
    FinetuneCommand.Preset preset =
        recipe
            .preset()
            .orElse(base.isTiny() ? FinetuneCommand.Preset.tiny : FinetuneCommand.Preset.paper);
    LoraOptionsBuilder options =
        (preset == FinetuneCommand.Preset.tiny ? LoraOptions.tiny() : LoraOptions.paper())
            .toBuilder().seed(seed);
    recipe.epochs().ifPresent(options::epochs);
    recipe.learningRate().ifPresent(options::learningRate);
    recipe.threads().ifPresent(options::threads);
    return options.build();
  }

  private Open checkpoint(PlannedModel.Llama planned) {
    OnnxLlama.Builder builder = OnnxLlama.builder(ModelChoice.of(planned.model()).folder());
    planned.adapter().ifPresent(builder::adapter);
    try {
      builder.device(planned.device());
      planned.precision().ifPresent(builder::precision);
      planned.threads().ifPresent(builder::threads);
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
    return open(planned.name(), builder, planned.device());
  }

  private static Open open(String key, OnnxLlama.Builder builder, Device device) {
    OpenLlama open = OpenLlama.open(builder, device);
    return new Open(key, open.model(), open::describe, new ArrayDeque<>(List.of(open)));
  }

  private static Open server(PlannedModel.OpenAi planned) {
    try {
      OpenAiClient.Builder builder =
          OpenAiClient.builder(planned.baseUrl()).concurrency(planned.concurrency());
      ServerKey.giveTo(builder);
      planned.maxCost().ifPresent(most -> builder.spendLimit(limit(planned, most)));
      OpenAiClient client = builder.build();
      OpenAiModel.Builder model = OpenAiModel.builder(client, planned.model());
      if (planned.byText()) {
        model.capabilities(ModelCapabilities.DEFAULTS.toBuilder().topLogProbabilities(0).build());
      }
      OpenAiModel opened = model.build();
      return new Open(
          planned.name(),
          opened,
          UnaryOperator.identity(),
          new ArrayDeque<>(List.of(opened, client)));
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }

  private static SpendLimit limit(PlannedModel.OpenAi planned, BigDecimal most) {
    return SpendLimit.builder()
        .money(most)
        .prices(planned.model(), new TokenPrices(planned.prices().get(0), planned.prices().get(1)))
        .build();
  }

  @Override
  public void close() {
    Optional<Open> closing = current;
    current = Optional.empty();
    if (closing.isEmpty()) {
      return;
    }
    for (AutoCloseable owned : closing.get().owned()) {
      try {
        owned.close();
      } catch (Exception e) {
        throw new EntityMatchingException("cannot close " + closing.get().key() + ": " + e, e);
      }
    }
  }
}
