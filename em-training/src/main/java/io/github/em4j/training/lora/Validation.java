package io.github.em4j.training.lora;

import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.FineTuningMetrics;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.model.ValidationQuestion;
import io.github.em4j.onnx.ContextPolicy;
import io.github.em4j.onnx.OnnxLlama;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a model in training with the engine that it will be used with. */
final class Validation {
  /** A run that is cancelled answers as many questions more. */
  private static final int QUESTIONS_AT_ONCE = 512;

  private final TrainingOutput output;
  private final List<ValidationQuestion> questions;
  private final TrainingOptions options;

  Validation(TrainingOutput output, List<ValidationQuestion> questions, TrainingOptions options) {
    this.output = output;
    this.questions = questions;
    this.options = options;
  }

  /**
   * The figures of an epoch.
   *
   * @param check called now and then; what it throws ends the validation
   * @return none where there is no question
   */
  Map<String, Double> measure(Path epoch, Runnable check) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (questions.isEmpty()) {
      return metrics;
    }
    long start = System.nanoTime();
    Tally tally = new Tally();
    Map<List<String>, List<ValidationQuestion>> byChoices = new LinkedHashMap<>();
    questions.forEach(
        question ->
            byChoices.computeIfAbsent(question.choices(), c -> new ArrayList<>()).add(question));
    output.use(
        epoch,
        this::configured,
        model -> byChoices.forEach((choices, asked) -> score(model, choices, asked, tally, check)));
    tally.addTo(metrics);
    metrics.put("valid_seconds", (System.nanoTime() - start) / 1e9);
    return metrics;
  }

  private OnnxLlama.Builder configured(OnnxLlama.Builder builder) {
    if (options.longExamples == LongExamplePolicy.TRUNCATE_VALUES) {
      builder.contextPolicy(ContextPolicy.TRUNCATE_VALUES).contextLength(options.maxLength);
    }
    if (options.device.isCuda()) {
      builder.device(options.device).precision(options.arithmetic().precision());
    }
    if (options.threads > 0) {
      builder.threads(options.threads);
    }
    return builder;
  }

  private static void score(
      OnnxLlama model,
      List<String> choices,
      List<ValidationQuestion> asked,
      Tally tally,
      Runnable check) {
    for (int from = 0; from < asked.size(); from += QUESTIONS_AT_ONCE) {
      check.run();
      List<ValidationQuestion> some =
          asked.subList(from, Math.min(asked.size(), from + QUESTIONS_AT_ONCE));
      List<Prompt> prompts = some.stream().map(ValidationQuestion::prompt).toList();
      List<ModelResult<ChoiceScores>> results = model.score(prompts, choices);
      for (int i = 0; i < some.size(); i++) {
        tally.add(some.get(i), results.get(i));
      }
    }
  }

  /** Counts answers. A prompt that the model cannot take is a wrong answer. */
  private static final class Tally {
    private ConfusionCounts counts = ConfusionCounts.NONE;
    private double loss;
    private long scored;
    private long right;
    private long all;

    void add(ValidationQuestion question, ModelResult<ChoiceScores> result) {
      all++;
      boolean positive = false;
      boolean failed = true;
      if (result instanceof ModelResult.Success<ChoiceScores> success) {
        List<Double> scores = success.value().logProbabilities();
        int chosen = 0;
        for (int i = 1; i < scores.size(); i++) {
          chosen = scores.get(i) > scores.get(chosen) ? i : chosen;
        }
        failed = false;
        positive = chosen == 0;
        right += chosen == question.rightChoice() ? 1 : 0;
        loss -= scores.get(question.rightChoice());
        scored++;
      }
      AnswerCounts one =
          new AnswerCounts(positive ? 1 : 0, positive || failed ? 0 : 1, 0, failed ? 1 : 0);
      counts =
          counts.plus(
              question.isPositive()
                  ? new ConfusionCounts(one, AnswerCounts.NONE)
                  : new ConfusionCounts(AnswerCounts.NONE, one));
    }

    void addTo(Map<String, Double> metrics) {
      metrics.put(FineTuningMetrics.VALIDATION_F1, counts.f1());
      metrics.put(FineTuningMetrics.VALIDATION_PRECISION, counts.precision());
      metrics.put(FineTuningMetrics.VALIDATION_RECALL, counts.recall());
      metrics.put(FineTuningMetrics.VALIDATION_ACCURACY, (double) right / all);
      if (scored > 0) {
        metrics.put(FineTuningMetrics.VALIDATION_LOSS, loss / scored);
      }
    }
  }
}
