package io.github.em4j.evaluation.study;

import io.github.em4j.EntityMatcher;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A matcher that is opened as it is. */
record UntrainedRecipe(
    String name,
    List<String> templates,
    Function<Optional<String>, ? extends EntityMatcher> matcher)
    implements Recipe {

  UntrainedRecipe {
    Names.require("name", name);
    templates = List.copyOf(templates);
  }

  @Override
  public boolean dependsOnSeed(Optional<TrainingSource> source) {
    return false;
  }

  @Override
  public Prepared prepare(Optional<TrainingSource> source, long seed) {
    if (source.isPresent()) {
      throw new IllegalArgumentException(
          "recipe '%s' cannot be trained, found source '%s'".formatted(name, source.get().name()));
    }
    return new Prepared() {
      @Override
      public EntityMatcher open(Optional<String> template) {
        return matcher.apply(template);
      }

      @Override
      public void close() {
        // Each matcher owns all that it holds.
      }
    };
  }
}
