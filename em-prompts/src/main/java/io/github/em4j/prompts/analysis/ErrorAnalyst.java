package io.github.em4j.prompts.analysis;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.errors.ClassifiedError;
import io.github.em4j.evaluation.errors.ClassifiedErrors;
import io.github.em4j.evaluation.errors.ErrorAnalysis;
import io.github.em4j.evaluation.errors.ErrorClass;
import io.github.em4j.evaluation.errors.ErrorKind;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.prompts.Serializers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Sorts the errors of a matcher into classes by asking a language model: false positives and false
 * negatives apart, first for classes from a sample of the errors (unless classes are {@linkplain
 * Builder#classes given}), then error by error for the classes to which it belongs, with a
 * confidence. After the error analysis of Peeters et al., "Entity Matching using Large Language
 * Models" (2025).
 *
 * <p>Answers are read tolerantly. One that cannot be read is asked for again, up to a number of
 * times, and an error without a readable answer is counted as such. Safe for use by many threads
 * where the model is, and does not close it.
 */
public final class ErrorAnalyst {
  private final LanguageModel model;
  private final EntitySerializer serializer;
  private final ErrorPrompts prompts;
  private final Map<ErrorKind, List<ErrorClass>> given;
  private final GenerationOptions generation;
  private final int questions;
  private final int sampleSize;
  private final int maxClasses;
  private final int maxErrors;
  private final long seed;

  private ErrorAnalyst(Builder builder) {
    this.model = builder.model;
    this.serializer = builder.serializer;
    this.prompts = new ErrorPrompts(builder.entity, builder.serializer);
    this.given = Collections.unmodifiableMap(new EnumMap<>(builder.given));
    this.generation = builder.generation;
    this.questions = builder.questions;
    this.sampleSize = builder.sampleSize;
    this.maxClasses = builder.maxClasses;
    this.maxErrors = builder.maxErrors;
    this.seed = builder.seed;
  }

  /**
   * Starts an analyst for entities, written with all attributes, that asks at most twice.
   *
   * @param model the model to ask; stays open
   * @return a new builder
   */
  public static Builder builder(LanguageModel model) {
    return new Builder(model);
  }

  /**
   * Analyses the errors of a run.
   *
   * @param predictions on any split
   * @return the classes, the errors in them and those in none
   * @throws EntityMatchingException if the model cannot work at all
   */
  public ErrorAnalysis analyse(Predictions predictions) {
    return analyse(predictions, row -> Optional.empty());
  }

  /**
   * Analyses the errors of an evaluation, and shows the model the matcher's own explanations where
   * the report has kept them.
   *
   * @param report of any matcher
   * @return the classes, the errors in them and those in none
   * @throws EntityMatchingException if the model cannot work at all
   */
  public ErrorAnalysis analyse(EvaluationReport report) {
    List<MatchOutcome> outcomes = report.outcomes().orElse(List.of());
    return analyse(
        report.predictions(),
        row -> outcomes.isEmpty() ? Optional.empty() : ReasonText.of(outcomes.get(row)));
  }

  private ErrorAnalysis analyse(
      Predictions predictions, IntFunction<Optional<String>> explanations) {
    var errors = new ArrayList<AskedError>();
    long leftOut = 0;
    for (int row = 0; row < predictions.size(); row++) {
      Prediction prediction = predictions.get(row);
      leftOut += prediction.answer().isDecided() ? 0 : 1;
      if (ErrorKind.of(prediction).isPresent()) {
        errors.add(new AskedError(row, prediction, explanations.apply(row)));
      }
    }
    var asking = new Questions(model, generation, questions);
    ClassifiedErrors falsePositives = classify(ErrorKind.FALSE_POSITIVE, errors, asking);
    ClassifiedErrors falseNegatives = classify(ErrorKind.FALSE_NEGATIVE, errors, asking);
    return new ErrorAnalysis(
        falsePositives,
        falseNegatives,
        leftOut,
        asking.usage(),
        provenance(falsePositives, falseNegatives));
  }

  private ClassifiedErrors classify(ErrorKind kind, List<AskedError> errors, Questions asking) {
    List<AskedError> all =
        errors.stream()
            .filter(error -> ErrorKind.of(error.prediction()).equals(Optional.of(kind)))
            .toList();
    List<AskedError> asked = sample(all, maxErrors);
    boolean isGiven = given.containsKey(kind);
    List<ErrorClass> classes =
        isGiven
            ? given.getOrDefault(kind, List.of())
            : new Discovering(prompts, maxClasses)
                .discover(kind, sample(asked, sampleSize), asking);
    List<ClassifiedError> classified = new Assigning(prompts, asking).assign(kind, classes, asked);
    return new ClassifiedErrors(kind, classes, !isGiven, all.size(), classified);
  }

  /** Some of the errors at random, in the order of the split. */
  private List<AskedError> sample(List<AskedError> errors, int most) {
    if (errors.size() <= most) {
      return errors;
    }
    var shuffled = new ArrayList<>(errors);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, most).stream()
        .sorted((one, other) -> Integer.compare(one.row(), other.row()))
        .toList();
  }

  private Provenance provenance(ClassifiedErrors... analysed) {
    Provenance provenance =
        Provenance.of("error analysis")
            .with(Provenance.MODEL, model.id().toString())
            .with(Provenance.SERIALIZER, serializer.description())
            .with(Provenance.SEED, Long.toString(seed));
    for (ClassifiedErrors errors : analysed) {
      String origin =
          errors.discovered()
              ? "%s on %s errors"
                  .formatted(
                      prompts.discovery(errors.kind(), maxClasses).id(),
                      Math.min(sampleSize, errors.errors().size()))
              : "given";
      provenance = prompts.describe(provenance, errors, origin);
    }
    return provenance;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private final LanguageModel model;
    private EntitySerializer serializer = Serializers.colVal();
    private String entity = "entity";
    private final Map<ErrorKind, List<ErrorClass>> given = new EnumMap<>(ErrorKind.class);
    private GenerationOptions generation = GenerationOptions.builder().maxTokens(1024).build();
    private int questions = 2;
    private int sampleSize = 20;
    private int maxClasses = 8;
    private int maxErrors = 200;
    private long seed = 42;

    private Builder(LanguageModel model) {
      this.model = requireNonNull(model, "model");
    }

    /**
     * Sets how the model is shown a record.
     *
     * @param serializer default all attributes between markers; best the matcher's own
     * @return this builder
     */
    public Builder serializer(EntitySerializer serializer) {
      this.serializer = requireNonNull(serializer, "serializer");
      return this;
    }

    /**
     * Sets what the entities are called.
     *
     * @param entity singular, for example {@code product}; default {@code entity}
     * @return this builder
     */
    public Builder entity(String entity) {
      this.entity = requireNonNull(entity, "entity");
      return this;
    }

    /**
     * Gives the classes of one kind of errors, so that the model is not asked for any, for example
     * {@link io.github.em4j.evaluation.errors.ErrorClasses#products}.
     *
     * @param kind of which errors
     * @param classes at least one, with different names
     * @return this builder
     * @throws IllegalArgumentException if there is no class or two have the same name
     */
    public Builder classes(ErrorKind kind, List<ErrorClass> classes) {
      long names = classes.stream().map(ErrorClass::name).distinct().count();
      if (classes.isEmpty() || names < classes.size()) {
        throw new IllegalArgumentException(
            "at least one error class is needed, all with different names, found "
                + classes.stream().map(ErrorClass::name).toList());
      }
      given.put(requireNonNull(kind, "kind"), List.copyOf(classes));
      return this;
    }

    /**
     * Sets how answers are generated.
     *
     * @param generation default greedy, at most 1,024 tokens
     * @return this builder
     */
    public Builder generation(GenerationOptions generation) {
      this.generation = requireNonNull(generation, "generation");
      return this;
    }

    /**
     * Sets how often the model is asked the same at most. A second question shows it its answer and
     * what is wrong with it, and is sampled.
     *
     * @param atMost at least 1; default 2
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder questions(int atMost) {
      this.questions = requirePositive("questions", atMost);
      return this;
    }

    /**
     * Sets from how many errors of a kind the model finds classes.
     *
     * @param errors at least 1; default 20
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder sampleSize(int errors) {
      this.sampleSize = requirePositive("sampleSize", errors);
      return this;
    }

    /**
     * Sets how many classes of a kind the model may find.
     *
     * @param classes at least 1; default 8
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder maxClasses(int classes) {
      this.maxClasses = requirePositive("maxClasses", classes);
      return this;
    }

    /**
     * Sets how many errors of a kind are looked at; of more, a sample is.
     *
     * @param errors at least 1; default 200
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder maxErrors(int errors) {
      this.maxErrors = requirePositive("maxErrors", errors);
      return this;
    }

    /**
     * Sets what the samples start from.
     *
     * @param seed any number; default 42
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the analyst
     * @throws IllegalArgumentException if the entity word is blank or holds a line break
     */
    public ErrorAnalyst build() {
      var analyst = new ErrorAnalyst(this);
      // Bad words fail here and not behind the first questions.
      analyst.prompts.discovery(ErrorKind.FALSE_POSITIVE, maxClasses);
      return analyst;
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
