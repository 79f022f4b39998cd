package io.github.em4j.examples;

import io.github.em4j.EntityMatcher;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.openai.ModelCapabilities;
import io.github.em4j.openai.OpenAiClient;
import io.github.em4j.openai.OpenAiModel;
import io.github.em4j.openai.SpendLimit;
import io.github.em4j.openai.TokenPrices;
import io.github.em4j.prompts.PromptTemplate;
import io.github.em4j.prompts.PromptedMatcher;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Opens the models of a training set when they are first asked for, each once. */
final class TrainingSetModels implements AutoCloseable {
  private final TrainingSetPlan plan;
  private final TrainingSet source;
  private final RecordText text;
  private final PrintWriter notes;
  private final Map<String, EntityMatcher> matchers = new HashMap<>();
  private final Map<String, LanguageModel> languageModels = new HashMap<>();
  private final Map<String, OpenAiClient> clients = new HashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * Opens nothing yet.
   *
   * @param source what a classical matcher learns from
   * @param text how records are put to language models
   */
  TrainingSetModels(TrainingSetPlan plan, TrainingSet source, RecordText text, PrintWriter notes) {
    this.plan = plan;
    this.source = source;
    this.text = text;
    this.notes = notes;
  }

  private PlannedModel planned(String name) {
    return Optional.ofNullable(plan.models().get(name))
        .orElseThrow(() -> new IllegalStateException("no step was planned to ask " + name));
  }

  /** A model that decides about pairs. */
  EntityMatcher matcher(String name) {
    return matchers.computeIfAbsent(name, key -> newMatcher(planned(key)));
  }

  private EntityMatcher newMatcher(PlannedModel planned) {
    if (planned instanceof PlannedModel.Classical classical) {
      return opened(classical(classical));
    }
    PromptedMatcher.Builder asking =
        PromptedMatcher.builder(languageModel(planned.name()))
            .template(template(planned))
            .serializer(text.serializer());
    return (isAskedByText(planned.name()) ? asking.byText() : asking).build();
  }

  private EntityMatcher classical(PlannedModel.Classical planned) {
    if (planned.folds() > 0) {
      notes.printf(
          Locale.ROOT,
          "Training %s on %,d pairs, so that each is judged by what learned from other folds (%d)%n",
          planned.name(),
          source.train().size(),
          planned.folds());
      notes.flush();
      return CrossFittedMatcher.train(source.name(), source.train(), planned.folds(), plan.seed());
    }
    if (source.holdsOut()) {
      throw new BadArgumentException(
          "the model '%s' learns from validation splits, and not every source has one"
              .formatted(planned.name()));
    }
    notes.printf(
        Locale.ROOT,
        "Training %s on %,d validation pairs%n",
        planned.name(),
        source.validation().size());
    notes.flush();
    TrainingSet validation =
        new TrainingSet(
            source.name() + "/" + source.validationSplits(),
            source.validation(),
            source.validationSplits(),
            List.of(),
            "");
    return validation.trainBaseline(plan.seed());
  }

  /** The wording that a model is asked in. */
  private PromptTemplate template(PlannedModel planned) {
    boolean tiny = planned instanceof PlannedModel.Llama llama && ModelChoice.isTiny(llama.model());
    return Wording.of(plan.template(), tiny, text.entity());
  }

  /** A model that writes. */
  LanguageModel languageModel(String name) {
    return languageModels.computeIfAbsent(name, key -> newLanguageModel(planned(key)));
  }

  private LanguageModel newLanguageModel(PlannedModel planned) {
    if (planned instanceof PlannedModel.Llama llama) {
      return llama(llama);
    }
    if (planned instanceof PlannedModel.OpenAi server) {
      return openAi(server);
    }
    throw new BadArgumentException(
        "the model '%s' decides about pairs and cannot write; a llama or openai model can"
            .formatted(planned.name()));
  }

  /** Whether the text of a model's answers decides, for want of probabilities. */
  boolean isAskedByText(String name) {
    return planned(name) instanceof PlannedModel.OpenAi server && server.byText();
  }

  private OnnxLlama llama(PlannedModel.Llama planned) {
    OnnxLlama.Builder builder = OnnxLlama.builder(ModelChoice.of(planned.model()).folder());
    planned
        .adapter()
        .ifPresent(
            adapter -> {
              InputPaths.existing(List.of(adapter));
              builder.adapter(adapter);
            });
    try {
      builder.device(planned.device());
      planned.precision().ifPresent(builder::precision);
      planned.threads().ifPresent(builder::threads);
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
    notes.printf("Opening %s (%s) on %s%n", planned.name(), planned.model(), planned.device());
    notes.flush();
    return opened(OpenLlama.open(builder, planned.device()).model());
  }

  private OpenAiModel openAi(PlannedModel.OpenAi planned) {
    try {
      OpenAiClient.Builder builder =
          OpenAiClient.builder(planned.baseUrl()).concurrency(planned.concurrency());
      ServerKey.giveTo(builder);
      planned.maxCost().ifPresent(most -> builder.spendLimit(limit(planned, most)));
      OpenAiClient client = opened(builder.build());
      clients.put(planned.name(), client);
      OpenAiModel.Builder model = OpenAiModel.builder(client, planned.model());
      if (planned.byText()) {
        model.capabilities(ModelCapabilities.DEFAULTS.toBuilder().topLogProbabilities(0).build());
      }
      return opened(model.build());
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

  /** Says what servers were asked, and what that cost. */
  void printServers(PrintWriter out) {
    clients.values().forEach(client -> ServerReport.print(client.statistics(), "", out));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
