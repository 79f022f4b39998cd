package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.PromptTemplates;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.training.baseline.BaselineOptions;
import io.github.em4j.training.baseline.BaselineTrainer;
import io.github.em4j.training.lora.LoraOptions;
import io.github.em4j.training.lora.LoraTrainer;
import io.github.em4j.training.selection.ErrorFilter;
import io.github.em4j.training.selection.rounds.FineTunedLearner;
import io.github.em4j.training.selection.rounds.PairLearner;
import io.github.em4j.training.selection.rounds.SelectionStrategies;
import io.github.em4j.training.selection.rounds.SelectionStrategy;
import io.github.em4j.training.selection.search.PairSearch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The learners and strategies of a learning curve by their names; closes what they open. */
final class CurveParts implements AutoCloseable {
  static final String CLASSICAL = "classical";
  private static final String LLAMA_TINY = "llama-tiny";
  private static final List<String> STRATEGIES =
      List.of("random", "error-filter", "distinct", "diverse", "uncertain");
  private static final double NEAR = 0.9;

  private final String name;
  private final DatasetSplit validation;
  private final RecordText text;
  private final long seed;
  private final PrintWriter notes;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  CurveParts(String name, DatasetSplit validation, RecordText text, long seed, PrintWriter notes) {
    this.name = name;
    this.validation = validation;
    this.text = text;
    this.seed = seed;
    this.notes = notes;
  }

  /** Refuses names that there are not, before any work. */
  static void requireKnown(String learner, List<String> strategies) {
    if (!List.of(CLASSICAL, LLAMA_TINY).contains(learner)) {
      throw new BadArgumentException(
          "--learner must be %s or %s, found '%s'".formatted(CLASSICAL, LLAMA_TINY, learner));
    }
    for (String strategy : strategies) {
      if (!STRATEGIES.contains(strategy)) {
        throw new BadArgumentException(
            "--strategies must be some of %s, found '%s'".formatted(STRATEGIES, strategy));
      }
    }
  }

  PairLearner learner(String wanted) {
    return wanted.equals(CLASSICAL)
        ? PairLearner.baseline(BaselineOptions.builder().seed(seed).build())
        : llamaTiny();
  }

  private PairLearner llamaTiny() {
    Path folder = ModelChoice.tiny().folder();
    LoraOptions options = LoraOptions.tiny().toBuilder().seed(seed).build();
    LoraTrainer trainer = LoraTrainer.builder(folder).options(options).build();
    return FineTunedLearner.builder(
            "em4j-tiny, LoRA, preset tiny",
            trainer,
            tuned ->
                new Owning(
                    OnnxLlama.builder(folder).adapter(tuned.folder().orElseThrow()).build(), text))
        .renderer(
            PromptRenderer.builder()
                .template(PromptTemplates.compact())
                .serializer(text.serializer())
                .build())
        .options(FineTuningOptions.builder().seed(seed).build())
        .bothOrders(true)
        .build();
  }

  SelectionStrategy strategy(String wanted) {
    return switch (wanted) {
      case "random" -> SelectionStrategies.random(seed);
      case "error-filter" ->
          SelectionStrategies.keptBy(ErrorFilter.judgedBy(judge()).build(), seed);
      case "distinct" ->
          SelectionStrategies.named(
              wanted, SelectionStrategies.withoutNearDuplicates(CurveParts::search, NEAR, seed));
      case "diverse" ->
          SelectionStrategies.named(wanted, SelectionStrategies.diverse(CurveParts::search, seed));
      default ->
          SelectionStrategies.named(
              wanted,
              SelectionStrategies.uncertain(
                  opened(
                      new Owning(OnnxLlama.builder(ModelChoice.tiny().folder()).build(), text))));
    };
  }

  /**
   * Learns from the validation split, which all strategies need: the pool's labels are not free.
   */
  private EntityMatcher judge() {
    notes.printf(
        Locale.ROOT, "Training the judge on %,d pairs to validate ...%n", validation.size());
    notes.flush();
    var trainer = new BaselineTrainer(BaselineOptions.builder().seed(seed).build());
    return opened(trainer.train(name, validation.pairs()));
  }

  private static PairSearch search(List<LabeledPair> pairs) {
    return PairSearch.over(pairs).build();
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

  /** A matcher that closes the model which it asks. */
  private static final class Owning implements EntityMatcher {
    private final OnnxLlama model;
    private final PromptedMatcher asking;

    Owning(OnnxLlama model, RecordText text) {
      this.model = model;
      this.asking =
          PromptedMatcher.builder(model)
              .template(PromptTemplates.compact())
              .serializer(text.serializer())
              .build();
    }

    @Override
    public Provenance provenance() {
      return asking.provenance();
    }

    @Override
    public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
      return asking.matchAll(pairs);
    }

    @Override
    public void close() {
      asking.close();
      model.close();
    }
  }
}
