package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.Em4jVersion;
import io.github.em4j.EntityMatcher;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.evaluation.study.Recipe;
import io.github.em4j.evaluation.study.TrainingSource;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.training.baseline.BaselineMatcher;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Makes matchers as the settings of a study describe them, for the records of one data set. */
final class StudyRecipes implements AutoCloseable {
  private static final int BATCH_OF_FEATURES = 256;
  private static final int BATCH_ON_CPU = 32;
  private static final int BATCH_ON_CUDA = 512;

  private final StudyPlan plan;
  private final StudyModels models;
  private final Map<String, BaselineMatcher> trained = new HashMap<>();

  StudyRecipes(StudyPlan plan, StudyModels models) {
    this.plan = plan;
    this.models = models;
  }

  /**
   * The recipe of a matcher.
   *
   * @param text how records are put to language models
   * @param templates the wordings to ask in
   */
  Recipe of(StudyMatcher matcher, RecordText text, List<String> templates) {
    return matcher instanceof StudyMatcher.Classical classical
        ? new Classical(classical)
        : new Asking(matcher, text, templates);
  }

  /** The wordings of a matcher; empty where it is not asked in words. */
  List<String> templates(StudyMatcher matcher) {
    if (!matcher.isAsked()) {
      return List.of();
    }
    return plan.prompts().templates().isEmpty()
        ? List.of(Wording.usual(isTiny(matcher)))
        : plan.prompts().templates();
  }

  private static int batchOfQuestions(StudyMatcher matcher) {
    if (matcher.server().isPresent()) {
      return Math.max(64, 8 * matcher.server().get().concurrency());
    }
    return isOnCuda(matcher) ? BATCH_ON_CUDA : BATCH_ON_CPU;
  }

  private static boolean isOnCuda(StudyMatcher matcher) {
    return matcher instanceof StudyMatcher.AsItIs asItIs
        && asItIs.model() instanceof PlannedModel.Llama llama
        && llama.device().isCuda();
  }

  private static boolean isTiny(StudyMatcher matcher) {
    if (matcher instanceof StudyMatcher.Lora lora) {
      return ModelChoice.isTiny(lora.model());
    }
    return matcher instanceof StudyMatcher.AsItIs asItIs
        && asItIs.model() instanceof PlannedModel.Llama llama
        && ModelChoice.isTiny(llama.model());
  }

  /** What the answers of every matcher depend on. */
  private static Map<String, String> ofAll() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("em4j", Em4jVersion.current());
    return settings;
  }

  @Override
  public void close() {
    trained.values().forEach(BaselineMatcher::close);
    trained.clear();
  }

  /** Trained once for each source and seed, however often it is asked for. */
  private final class Classical implements Recipe {
    private final StudyMatcher.Classical matcher;

    Classical(StudyMatcher.Classical matcher) {
      this.matcher = matcher;
    }

    @Override
    public String name() {
      return matcher.name();
    }

    @Override
    public List<String> templates() {
      return List.of();
    }

    @Override
    public Map<String, String> settings() {
      return ofAll();
    }

    @Override
    public OptionalInt batchSize() {
      return OptionalInt.of(BATCH_OF_FEATURES);
    }

    @Override
    public Prepared prepare(Optional<TrainingSource> source, long seed) {
      TrainingSource from = source.orElseThrow();
      BaselineMatcher ready =
          trained.computeIfAbsent(
              matcher.name() + " on " + from.name() + ", seed " + seed,
              key -> learned(from).trainBaseline(seed));
      return new Ready(template -> new Borrowed(ready, ready.provenance()));
    }

    private TrainingSet learned(TrainingSource source) {
      return new TrainingSet(
          source.name(),
          source.train().pairs(),
          source.train().name(),
          source.validation().map(split -> split.pairs()).orElse(List.of()),
          source.validation().map(split -> split.name()).orElse(""));
    }
  }

  /** Asked in words. */
  private final class Asking implements Recipe {
    private final StudyMatcher matcher;
    private final RecordText text;
    private final List<String> templates;

    Asking(StudyMatcher matcher, RecordText text, List<String> templates) {
      this.matcher = matcher;
      this.text = text;
      this.templates = templates;
    }

    @Override
    public String name() {
      return matcher.name();
    }

    @Override
    public List<String> templates() {
      return templates;
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = ofAll();
      if (matcher instanceof StudyMatcher.Lora lora) {
        settings.put("model", lora.model().toString());
        settings.putAll(models.identity(lora.model(), Optional.empty()));
        settings.put(
            "wording of training", plan.prompts().first().orElse(Wording.usual(isTiny(matcher))));
        lora.preset().ifPresent(preset -> settings.put("preset", preset.toString()));
        lora.epochs().ifPresent(epochs -> settings.put("epochs", epochs.toString()));
        lora.learningRate().ifPresent(rate -> settings.put("learning rate", rate.toString()));
      } else if (matcher instanceof StudyMatcher.AsItIs asItIs
          && asItIs.model() instanceof PlannedModel.Llama llama) {
        settings.put("model", llama.model().toString());
        llama.adapter().ifPresent(adapter -> settings.put("adapter", adapter.toString()));
        settings.putAll(models.identity(llama.model(), llama.adapter()));
        llama.precision().ifPresent(precision -> settings.put("precision", precision.toString()));
      }
      matcher
          .server()
          .ifPresent(
              server -> {
                settings.put("model", server.model());
                settings.put("server", server.baseUrl());
                settings.put("by text", Boolean.toString(server.byText()));
              });
      settings.put("records", text.serializer().description());
      return settings;
    }

    @Override
    public OptionalInt batchSize() {
      return OptionalInt.of(batchOfQuestions(matcher));
    }

    @Override
    public boolean dependsOnSeed(Optional<TrainingSource> source) {
      return source.isPresent();
    }

    @Override
    public Prepared prepare(Optional<TrainingSource> source, long seed) {
      StudyModels.Open open = open(source, seed);
      return new Ready(template -> asking(open, template.orElseThrow()));
    }

    private StudyModels.Open open(Optional<TrainingSource> source, long seed) {
      if (matcher instanceof StudyMatcher.Lora lora) {
        return source.isPresent() ? models.open(lora, source.get(), seed) : models.open(lora);
      }
      return models.open(((StudyMatcher.AsItIs) matcher).model());
    }

    private EntityMatcher asking(StudyModels.Open open, String template) {
      PromptedMatcher.Builder asking =
          PromptedMatcher.builder(open.model())
              .template(Wording.of(Optional.of(template), isTiny(matcher), text.entity()))
              .serializer(text.serializer());
      boolean byText = matcher.server().filter(PlannedModel.OpenAi::byText).isPresent();
      PromptedMatcher prompted = (byText ? asking.byText() : asking).build();
      return new Borrowed(prompted, open.describe().apply(prompted.provenance()));
    }
  }

  /** Opens matchers of what stays open after them. */
  private record Ready(Function<Optional<String>, EntityMatcher> opening)
      implements Recipe.Prepared {
    @Override
    public EntityMatcher open(Optional<String> template) {
      return opening.apply(template);
    }

    @Override
    public void close() {
      // The next cell may need the same again; the study closes all at its end.
    }
  }

  /** A matcher that is not closed here, with a provenance that says more. */
  private record Borrowed(EntityMatcher matcher, Provenance provenance) implements EntityMatcher {
    @Override
    public List<MatchOutcome> matchAll(List<CandidatePair> pairs) {
      return matcher.matchAll(pairs);
    }

    @Override
    public void close() {
      // It belongs to who lent it.
    }
  }
}
