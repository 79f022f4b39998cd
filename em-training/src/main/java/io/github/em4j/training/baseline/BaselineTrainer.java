package io.github.em4j.training.baseline;

import static java.util.Objects.requireNonNull;

import io.github.em4j.Em4jVersion;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains a {@link BaselineMatcher} on labelled pairs.
 *
 * <p>It learns two forests of Tribuo's decision trees: one over all features, and one over those
 * that any schema has (the whole record and the title), for pairs whose records lack attributes
 * that the training pairs have. Both are calibrated, and their thresholds chosen for the best F1,
 * on the validation split.
 *
 * <pre>{@code
 * Dataset dataset = DatasetReader.open(Path.of("abt-buy"));
 * try (BaselineMatcher matcher = new BaselineTrainer().train(dataset)) {
 *   matcher.save(Path.of("abt-buy.baseline"));
 * }
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class BaselineTrainer {
  private final BaselineOptions options;

  /** A trainer with {@link BaselineOptions#DEFAULTS}. */
  public BaselineTrainer() {
    this(BaselineOptions.DEFAULTS);
  }

  /**
   * A trainer with the given options.
   *
   * @param options how to train
   */
  public BaselineTrainer(BaselineOptions options) {
    this.options = requireNonNull(options, "options");
  }

  /**
   * Trains on the split {@code train} of a data set and validates on {@code valid}; where there is
   * no such split, on a part of the training pairs that is held out. Never looks at the test split.
   *
   * @param dataset the data set
   * @return a matcher; the caller closes it
   * @throws io.github.em4j.EntityMatchingException if there is no split {@code train}
   * @throws IllegalArgumentException if one of the splits lacks matches or non-matches
   */
  public BaselineMatcher train(Dataset dataset) {
    DatasetSplit train = dataset.require(Dataset.TRAIN);
    return dataset
        .split(Dataset.VALIDATION)
        .map(validation -> train(dataset.name(), train, validation))
        .orElseGet(() -> train(dataset.name(), train.pairs()));
  }

  /**
   * Trains on a part of the given pairs and holds out the others for calibration and threshold.
   *
   * @param name what the data is called in the model card
   * @param pairs at least two matches and two non-matches
   * @return a matcher; the caller closes it
   * @throws IllegalArgumentException if there are fewer
   */
  public BaselineMatcher train(String name, List<LabeledPair> pairs) {
    var train = new ArrayList<LabeledPair>();
    var heldOut = new ArrayList<LabeledPair>();
    for (boolean match : new boolean[] {true, false}) {
      var some =
          new ArrayList<>(pairs.stream().filter(pair -> pair.label().isMatch() == match).toList());
      if (some.size() < 2) {
        throw new IllegalArgumentException(
            "training without a validation split needs at least 2 matches and 2 non-matches, found "
                + some.size()
                + (match ? " matches in '" : " non-matches in '")
                + name
                + "'");
      }
      Collections.shuffle(some, new Random(options.seed()));
      int held = (int) Math.round(options.heldOutShare() * some.size());
      held = Math.max(1, Math.min(some.size() - 1, held));
      heldOut.addAll(some.subList(0, held));
      train.addAll(some.subList(held, some.size()));
    }
    return train(name, train, heldOut, true);
  }

  /**
   * Trains on one split; calibration and threshold are chosen on the other.
   *
   * @param name what the data is called in the model card
   * @param train matches and non-matches
   * @param validation matches and non-matches, none of them among the training pairs
   * @return a matcher; the caller closes it
   * @throws IllegalArgumentException if one of the splits is called {@value Dataset#TEST} or
   *     something that begins so, or lacks matches or non-matches
   */
  public BaselineMatcher train(String name, DatasetSplit train, DatasetSplit validation) {
    train.requireNotTest("a matcher is trained on training data");
    validation.requireNotTest("a threshold is chosen on validation data");
    return train(name, train.pairs(), validation.pairs(), false);
  }

  /**
   * Trains on one list of pairs; calibration and threshold are chosen on the other. Lists have no
   * name to check: the caller vouches that neither holds test pairs. Prefer {@link #train(String,
   * DatasetSplit, DatasetSplit)}.
   *
   * @param name what the data is called in the model card
   * @param train matches and non-matches
   * @param validation matches and non-matches, none of them among the training pairs
   * @return a matcher; the caller closes it
   * @throws IllegalArgumentException if one of the lists lacks matches or non-matches
   */
  public BaselineMatcher train(String name, List<LabeledPair> train, List<LabeledPair> validation) {
    return train(name, List.copyOf(train), List.copyOf(validation), false);
  }

  private BaselineMatcher train(
      String name, List<LabeledPair> train, List<LabeledPair> validation, boolean heldOut) {
    requireNonNull(name, "name");
    boolean[] labels = labels("training", name, train);
    boolean[] validationLabels = labels("validation", name, validation);
    try (var workers = new Workers(options.threads())) {
      return workers.run(
          () -> {
            var pairs = train.stream().map(LabeledPair::pair).toList();
            var features = SimilarityFeatures.fit(pairs, options.ignoredAttributes());
            var bins = new FeatureBins(features.ofAll(pairs));
            double[][] validationX =
                features.ofAll(validation.stream().map(LabeledPair::pair).toList());
            var trainer = new ForestTrainer(options.trees(), options.seed());
            int[] all = IntStream.range(0, features.names().size()).toArray();
            int[] general = features.generalFeatures();
            MatchClassifier full =
                MatchClassifier.fit(
                    trainer.train(bins, labels, all), validationX, validationLabels);
            MatchClassifier fallback =
                general.length == all.length
                    ? full
                    : MatchClassifier.fit(
                        trainer.train(bins, labels, general), validationX, validationLabels);
            var card =
                new BaselineModelCard(
                    name,
                    train.size(),
                    positives(labels),
                    validation.size(),
                    heldOut,
                    full.validationF1(),
                    full.threshold(),
                    fallback.threshold(),
                    options.trees(),
                    options.seed(),
                    Em4jVersion.current());
            return new BaselineMatcher(new BaselineModel(card, features, full, fallback));
          });
    }
  }

  private static boolean[] labels(String what, String name, List<LabeledPair> pairs) {
    boolean[] labels = new boolean[pairs.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = pairs.get(i).label().isMatch();
    }
    int positives = positives(labels);
    if (positives == 0 || positives == labels.length) {
      throw new IllegalArgumentException(
          "the %s pairs of '%s' need matches and non-matches, found %d matches among %d pairs"
              .formatted(what, name, positives, labels.length));
    }
    return labels;
  }

  private static int positives(boolean[] labels) {
    int positives = 0;
    for (boolean label : labels) {
      positives += label ? 1 : 0;
    }
    return positives;
  }
}
