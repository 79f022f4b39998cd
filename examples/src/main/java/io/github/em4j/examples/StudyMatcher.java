package io.github.em4j.examples;

import io.github.em4j.examples.FinetuneCommand.Preset;
import java.nio.file.Path;
import java.util.Optional;

/** A matcher that a study compares, or a recipe that makes one from each training set. */
sealed interface StudyMatcher {

  /** What it is called in the settings, the report and the results. */
  String name();

  /** Whether a matcher is made from each training set. */
  boolean isTrained();

  /** Whether there is one that comes as it is, without training. */
  boolean isUntrained();

  /** Whether it is asked in words, so that there is one for each wording. */
  boolean isAsked();

  /**
   * Similarity features with a classifier.
   *
   * @param name its name
   */
  record Classical(String name) implements StudyMatcher {
    @Override
    public boolean isTrained() {
      return true;
    }

    @Override
    public boolean isUntrained() {
      return false;
    }

    @Override
    public boolean isAsked() {
      return false;
    }
  }

  /**
   * A checkpoint as it is, and with an adapter that is trained here on each training set.
   *
   * @param name its name
   * @param model the folder of the checkpoint, or {@code tiny}
   * @param preset how to train, where it is not the usual way for the model
   * @param epochs in place of the preset's
   * @param learningRate in place of the preset's
   * @param threads how many compute, where it is not one per core
   */
  record Lora(
      String name,
      Path model,
      Optional<Preset> preset,
      Optional<Integer> epochs,
      Optional<Double> learningRate,
      Optional<Integer> threads)
      implements StudyMatcher {
    @Override
    public boolean isTrained() {
      return true;
    }

    @Override
    public boolean isUntrained() {
      return true;
    }

    @Override
    public boolean isAsked() {
      return true;
    }
  }

  /**
   * A language model as it is.
   *
   * @param name its name
   * @param model a checkpoint or a server's model
   */
  record AsItIs(String name, PlannedModel model) implements StudyMatcher {
    @Override
    public boolean isTrained() {
      return false;
    }

    @Override
    public boolean isUntrained() {
      return true;
    }

    @Override
    public boolean isAsked() {
      return true;
    }
  }

  /** What a settings file can describe. */
  enum Kind {
    /** A {@link Classical} one. */
    CLASSICAL,
    /** A {@link Lora} recipe. */
    LORA,
    /** A checkpoint {@linkplain AsItIs as it is}, with an adapter that there is or without one. */
    LLAMA,
    /** A server's model {@linkplain AsItIs as it is}. */
    OPENAI
  }

  /** Reads the description of a matcher. */
  static StudyMatcher of(String name, Settings settings) {
    Kind kind =
        settings.choice("kind", Kind.class).orElseThrow(() -> settings.wrong("kind", "a value"));
    return switch (kind) {
      case CLASSICAL -> {
        settings.allow("kind");
        yield new Classical(name);
      }
      case LORA -> lora(name, settings);
      case LLAMA, OPENAI -> new AsItIs(name, PlannedModel.of(name, settings));
    };
  }

  private static Lora lora(String name, Settings settings) {
    settings.allow("kind", "model", "preset", "epochs", "learning-rate", "threads");
    return new Lora(
        name,
        Path.of(settings.requireText("model")),
        settings.choice("preset", Preset.class),
        settings.count("epochs", 1),
        settings.number("learning-rate", 1e-9, 1),
        settings.count("threads", 1));
  }

  /** What a language model of a server is, where this is one. */
  default Optional<PlannedModel.OpenAi> server() {
    return this instanceof AsItIs asItIs && asItIs.model() instanceof PlannedModel.OpenAi server
        ? Optional.of(server)
        : Optional.empty();
  }
}
