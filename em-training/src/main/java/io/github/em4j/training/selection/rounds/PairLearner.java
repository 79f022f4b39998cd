package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatcher;
import io.github.em4j.training.baseline.BaselineOptions;
import io.github.em4j.training.baseline.BaselineTrainer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes a matcher of labelled pairs, each time from the same beginning: what it learnt before makes
 * no difference. {@link FineTunedLearner} fine-tunes a language model; {@link #baseline} is cheap.
 */
public interface PairLearner {

  /**
   * Learns.
   *
   * @param task what to learn, and where
   * @return a matcher; the caller closes it
   * @throws io.github.em4j.model.FineTuningCancelledException if the task was cancelled
   * @throws io.github.em4j.EntityMatchingException if it cannot be learnt
   * @throws IllegalArgumentException if the pairs cannot be used, for example for want of a match
   */
  EntityMatcher learn(LearningTask task);

  /**
   * All that the matcher depends on beside the task: model, options, prompts, seed. A run that was
   * interrupted goes on only with equal settings. No secrets: they are written down.
   *
   * @return names and values in their order
   */
  Map<String, String> settings();

  /**
   * A learner that a function is.
   *
   * @param name what it is, with all that its matchers depend on; not blank
   * @param learn makes a matcher, which the caller closes
   * @return the learner
   * @throws IllegalArgumentException if the name is blank
   */
  static PairLearner of(String name, Function<LearningTask, EntityMatcher> learn) {
    requireNonNull(learn, "learn");
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a learner must not be blank");
    }
    return new PairLearner() {
      @Override
      public EntityMatcher learn(LearningTask task) {
        return learn.apply(task);
      }

      @Override
      public Map<String, String> settings() {
        return Map.of("learner", name);
      }
    };
  }

  /**
   * The classical baseline, which learns a thousand pairs in a second.
   *
   * @param options how to train
   * @return a learner whose tasks need matches and non-matches, in training and in validation
   */
  static PairLearner baseline(BaselineOptions options) {
    var trainer = new BaselineTrainer(options);
    return new PairLearner() {
      @Override
      public EntityMatcher learn(LearningTask task) {
        return trainer.train(task.name(), task.labeledPairs(), task.validation().pairs());
      }

      @Override
      public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("learner", "baseline");
        settings.put("trees", String.valueOf(options.trees()));
        settings.put("seed", String.valueOf(options.seed()));
        settings.put("ignoredAttributes", String.join(",", options.ignoredAttributes()));
        return settings;
      }
    };
  }
}
