package io.github.em4j.evaluation.study;

import io.github.em4j.EntityMatcher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A way of making matchers that a study compares: a model with its prompts, a fine-tuning recipe, a
 * baseline. Used by one thread at a time.
 */
public interface Recipe {

  /**
   * What the recipe is called in results.
   *
   * @return not blank; unlike that of any other recipe of the study
   */
  String name();

  /**
   * The prompt templates that its matchers can be asked with.
   *
   * @return their names, each once; empty for matchers without prompts
   */
  List<String> templates();

  /**
   * What the answers depend on beside the names, the data and the seed: the model, the learning
   * rate and so on. Stored with the results; a store that was written with other settings is not
   * gone on with. A cell that is complete is not opened to be compared, so a model or adapter that
   * lies in a file has to be here by what is in the file, such as a digest, and not by its path
   * alone. Asked for when a study is built.
   *
   * @return names to values, no secret among them; empty where there is nothing to say
   */
  default Map<String, String> settings() {
    return Map.of();
  }

  /**
   * How many pairs go to a matcher of the recipe at once. Answers are stored, and progress is told,
   * after each batch: many for what is fast, few for what is slow.
   *
   * @return at least 1; empty for what {@link Study.Builder#matchOptions} says
   */
  default OptionalInt batchSize() {
    return OptionalInt.empty();
  }

  /**
   * Whether the seed changes the answers. A recipe that says no is run with the first seed of the
   * study only.
   *
   * @param source what it is trained on; empty for none
   * @return true unless the recipe says otherwise
   */
  default boolean dependsOnSeed(Optional<TrainingSource> source) {
    return true;
  }

  /**
   * Makes ready what matchers of all templates have in common: trains, loads. Called at most once
   * in a run for each source and seed, and only where some result is missing. It should end early,
   * by whatever exception, when its thread is interrupted.
   *
   * @param source what to train on; empty for none
   * @param seed what everything random starts from
   * @return what was made ready, closed by the study
   * @throws io.github.em4j.EntityMatchingException if it fails; the study goes on with what does
   *     not need it
   */
  Prepared prepare(Optional<TrainingSource> source, long seed);

  /** What a recipe made ready. Used by one thread at a time. */
  interface Prepared extends AutoCloseable {

    /**
     * Opens a matcher.
     *
     * @param template the name of one of the recipe's templates; empty for a recipe without
     * @return the matcher, closed by the study before this is
     * @throws io.github.em4j.EntityMatchingException if it fails
     */
    EntityMatcher open(Optional<String> template);

    /** Releases what was made ready; a second call does nothing. */
    @Override
    void close();
  }

  /**
   * A matcher without prompts and training.
   *
   * @param name what it is called in results
   * @param matcher opens it
   * @return a recipe that does not depend on the seed
   * @throws IllegalArgumentException if the name is blank
   */
  static Recipe of(String name, Supplier<? extends EntityMatcher> matcher) {
    return new UntrainedRecipe(name, List.of(), template -> matcher.get());
  }

  /**
   * A matcher with prompts and without training.
   *
   * @param name what it is called in results
   * @param templates the names of its templates, at least one
   * @param matcher opens it with one of them
   * @return a recipe that does not depend on the seed
   * @throws IllegalArgumentException if a name is blank or there is no template
   */
  static Recipe prompted(
      String name, List<String> templates, Function<String, ? extends EntityMatcher> matcher) {
    if (templates.isEmpty()) {
      throw new IllegalArgumentException(
          "a prompted recipe needs at least one template, found none for '" + name + "'");
    }
    return new UntrainedRecipe(name, templates, template -> matcher.apply(template.orElseThrow()));
  }
}
