package io.github.em4j.examples;

import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.training.baseline.BaselineMatcher;
import io.github.em4j.training.baseline.BaselineOptions;
import io.github.em4j.training.baseline.BaselineTrainer;

/** The matchers that a command line can name. */
enum MatcherKind {
  /** Similarity features with a Tribuo classifier. */
  baseline {
    @Override
    TrainedMatcher train(TrainingSet source, long seed) {
      long started = System.nanoTime();
      var trainer = new BaselineTrainer(BaselineOptions.builder().seed(seed).build());
      BaselineMatcher matcher =
          source.holdsOut()
              ? trainer.train(source.name(), source.train())
              : trainer.train(
                  source.name(),
                  new DatasetSplit(source.trainSplits(), source.train()),
                  new DatasetSplit(source.validationSplits(), source.validation()));
      return new TrainedMatcher(name(), source, matcher, (System.nanoTime() - started) / 1e9);
    }
  };

  /** Trains a matcher of this kind. */
  abstract TrainedMatcher train(TrainingSet source, long seed);
}
