package io.github.em4j.evaluation;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchOutcome;
import io.github.em4j.dataset.DatasetSplit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a matcher answered on every pair of a split, in the split's order: the input of all scores
 * and comparisons. Immutable; holds little beside the split itself.
 */
public final class Predictions {
  private final DatasetSplit split;
  private final Answer[] answers;
  // NaN marks a pair without a probability; it never leaves this class.
  private final double[] probabilities;

  /** Keeps the arrays, so the caller must let go of them. */
  private Predictions(DatasetSplit split, Answer[] answers, double[] probabilities) {
    this.split = split;
    this.answers = answers;
    this.probabilities = probabilities;
  }

  /**
   * Puts the outcomes of a matcher beside the labels.
   *
   * @param split the labelled pairs
   * @param outcomes one per pair, in the same order; iterated once
   * @return the predictions
   * @throws IllegalArgumentException if there are fewer or more outcomes than pairs or one belongs
   *     to another pair
   */
  public static Predictions of(DatasetSplit split, Iterable<? extends MatchOutcome> outcomes) {
    var collector = new Collector(split);
    outcomes.forEach(collector::add);
    if (collector.size < split.size()) {
      throw new IllegalArgumentException(
          "split '%s' has %d pairs, found %d outcomes"
              .formatted(split.name(), split.size(), collector.size));
    }
    return collector.finish();
  }

  /**
   * Collects predictions that were made elsewhere, for example read from a store.
   *
   * @param split the labelled pairs
   * @param predictions one per pair, in the same order
   * @return the predictions
   * @throws IllegalArgumentException if there are fewer or more predictions than pairs or one is
   *     about another labelled pair
   */
  public static Predictions ofPredictions(DatasetSplit split, List<Prediction> predictions) {
    if (predictions.size() != split.size()) {
      throw new IllegalArgumentException(
          "split '%s' has %d pairs, found %d predictions"
              .formatted(split.name(), split.size(), predictions.size()));
    }
    var answers = new Answer[split.size()];
    var probabilities = new double[split.size()];
    for (int i = 0; i < answers.length; i++) {
      Prediction prediction = predictions.get(i);
      LabeledPair expected = split.pairs().get(i);
      if (!prediction.pair().equals(expected)) {
        throw new IllegalArgumentException(
            "prediction %d of split '%s' must be about pair '%s' (%s), found pair '%s' (%s)"
                .formatted(
                    i,
                    split.name(),
                    expected.pair().id(),
                    expected.label(),
                    prediction.pair().pair().id(),
                    prediction.pair().label()));
      }
      answers[i] = prediction.answer();
      probabilities[i] = prediction.matchProbability().orElse(Double.NaN);
    }
    return new Predictions(split, answers, probabilities);
  }

  /**
   * The labelled pairs that these predictions are about.
   *
   * @return the split
   */
  public DatasetSplit split() {
    return split;
  }

  /**
   * How many pairs there are.
   *
   * @return the size of the split
   */
  public int size() {
    return answers.length;
  }

  /**
   * One pair with its answer.
   *
   * @param index the place of the pair in the split, from 0
   * @return the prediction
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public Prediction get(int index) {
    LabeledPair pair = split.pairs().get(index);
    double probability = probabilities[index];
    return new Prediction(
        pair,
        answers[index],
        Double.isNaN(probability) ? OptionalDouble.empty() : OptionalDouble.of(probability));
  }

  /**
   * All pairs with their answers.
   *
   * @return a stream in the order of the split
   */
  public Stream<Prediction> stream() {
    return IntStream.range(0, size()).mapToObj(this::get);
  }

  /**
   * The pairs that were not answered rightly: wrong, undecided and failed ones.
   *
   * @return a stream in the order of the split
   */
  public Stream<Prediction> errors() {
    return stream().filter(prediction -> !prediction.isCorrect());
  }

  /**
   * How often each answer was given, with the scores that follow.
   *
   * @return counts over all pairs
   */
  public ConfusionCounts counts() {
    var cells = new int[Cells.COUNT];
    for (int i = 0; i < size(); i++) {
      cells[cell(i)]++;
    }
    return Cells.counts(cells);
  }

  /**
   * The pairs that have a match probability, for all scores that look at probabilities. Pairs
   * without one are left out: compare {@link ScoredPredictions#size} with {@link #size} before
   * trusting such a score.
   *
   * @return labels and probabilities, possibly of no pair
   */
  public ScoredPredictions scored() {
    var labels = new boolean[size()];
    var scores = new double[size()];
    int scored = 0;
    for (int i = 0; i < size(); i++) {
      if (!Double.isNaN(probabilities[i])) {
        labels[scored] = isMatch(i);
        scores[scored++] = probabilities[i];
      }
    }
    return ScoredPredictions.of(Arrays.copyOf(labels, scored), Arrays.copyOf(scores, scored));
  }

  /**
   * These answers as answers on another form of the same pairs, for example those on perturbed
   * pairs as answers on the pairs as they were. Paired comparisons need both sides on one split.
   *
   * @param form the same pairs in the same order, each with the ids and the label that it has here;
   *     its sides may be exchanged and its attributes differ
   * @return the same answers and probabilities, on that split
   * @throws IllegalArgumentException if there are fewer or more pairs, or one has other ids or
   *     another label
   */
  public Predictions on(DatasetSplit form) {
    if (form.size() != size()) {
      throw new IllegalArgumentException(
          "another form of split '%s' needs its %d pairs, found %d in split '%s'"
              .formatted(split.name(), size(), form.size(), form.name()));
    }
    for (int i = 0; i < size(); i++) {
      LabeledPair mine = split.pairs().get(i);
      LabeledPair theirs = form.pairs().get(i);
      boolean sameIds =
          mine.pair().id().equals(theirs.pair().id())
              || mine.pair().id().equals(theirs.pair().swapped().id());
      if (!sameIds || mine.label() != theirs.label()) {
        throw new IllegalArgumentException(
            "another form of split '%s' needs the same ids and labels, found pair %d to be %s '%s'"
                    .formatted(split.name(), i, mine.label(), mine.pair().id())
                + " and %s '%s'".formatted(theirs.label(), theirs.pair().id()));
      }
    }
    return new Predictions(form, answers, probabilities);
  }

  /**
   * The predictions on some of the pairs.
   *
   * @param name what the smaller split is called
   * @param rows the places of the pairs in the split, from 0, in any order
   * @return predictions on these pairs, in the order of {@code rows}
   * @throws IllegalArgumentException if the name is blank
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public Predictions select(String name, Collection<Integer> rows) {
    int[] chosen = rows.stream().mapToInt(Integer::intValue).toArray();
    List<LabeledPair> pairs = Arrays.stream(chosen).mapToObj(split.pairs()::get).toList();
    return new Predictions(
        new DatasetSplit(name, pairs),
        Arrays.stream(chosen).mapToObj(i -> answers[i]).toArray(Answer[]::new),
        Arrays.stream(chosen).mapToDouble(i -> probabilities[i]).toArray());
  }

  /**
   * The same answers with other probabilities. Answers stay as they are, even where a new
   * probability speaks against one: decide anew with a {@link DecisionThreshold}.
   *
   * @param change from a probability to a probability, both in [0, 1]; pairs without one are left
   *     alone
   * @return new predictions on the same split; these stay as they are
   * @throws IllegalArgumentException if a changed probability lies outside [0, 1] or is not a
   *     number
   */
  public Predictions mapProbabilities(DoubleUnaryOperator change) {
    double[] changed =
        Arrays.stream(probabilities)
            .map(p -> Double.isNaN(p) ? p : checked(change.applyAsDouble(p)))
            .toArray();
    return new Predictions(split, answers, changed);
  }

  private static double checked(double probability) {
    // Written so that NaN fails as well.
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "a changed probability must lie in [0, 1], found " + probability);
    }
    return probability;
  }

  /**
   * The same predictions with every answer decided anew by its probability. Failures, and undecided
   * answers without a probability, stay what they are.
   */
  Predictions decidedBy(DecisionThreshold threshold) {
    requireProbabilities();
    var decided = answers.clone();
    for (int i = 0; i < decided.length; i++) {
      if (!Double.isNaN(probabilities[i])) {
        decided[i] = Answer.of(threshold.decide(probabilities[i]));
      }
    }
    return new Predictions(split, decided, probabilities);
  }

  /**
   * Checks that every answer that is decided has a probability, so that no pair escapes a
   * threshold.
   *
   * @throws IllegalArgumentException if one has none
   */
  public void requireProbabilities() {
    long without =
        IntStream.range(0, size())
            .filter(i -> Double.isNaN(probabilities[i]) && answers[i].isDecided())
            .count();
    if (without > 0) {
      throw new IllegalArgumentException(
          "a threshold needs a match probability with every decision, found %d of %d pairs of"
                  .formatted(without, size())
              + " split '"
              + split.name()
              + "' decided without one");
    }
  }

  /** Whether the other predictions are about the same pairs, in the same order. */
  boolean hasSamePairs(Predictions other) {
    return size() == other.size()
        && IntStream.range(0, size())
            .allMatch(i -> isSame(split.pairs().get(i), other.split.pairs().get(i)));
  }

  private static boolean isSame(LabeledPair mine, LabeledPair theirs) {
    return mine.label() == theirs.label() && mine.pair().equals(theirs.pair());
  }

  /**
   * Checks that other predictions are about the same pairs in the same order.
   *
   * @param other what is to be compared with these
   * @throws IllegalArgumentException if they are about other pairs, other labels or in another
   *     order
   */
  public void requireSamePairs(Predictions other) {
    if (size() != other.size()) {
      throw new IllegalArgumentException(
          "a paired comparison needs the same pairs on both sides, found %d of split '%s' and %d of"
                  .formatted(size(), split.name(), other.size())
              + " split '"
              + other.split.name()
              + "'");
    }
    Iterator<LabeledPair> others = other.split.pairs().iterator();
    int index = 0;
    for (LabeledPair mine : split.pairs()) {
      LabeledPair theirs = others.next();
      if (!isSame(mine, theirs)) {
        throw new IllegalArgumentException(
            "a paired comparison needs the same pairs on both sides, found pair %d to be %s '%s' and"
                    .formatted(index, mine.label(), mine.pair().id())
                + " %s '%s'".formatted(theirs.label(), theirs.pair().id()));
      }
      index++;
    }
  }

  /** Where pair {@code index} is counted, see {@link Cells}. */
  int cell(int index) {
    return Cells.of(isMatch(index), answers[index]);
  }

  boolean isCorrect(int index) {
    return answers[index].isCorrectFor(split.pairs().get(index).label());
  }

  private boolean isMatch(int index) {
    return split.pairs().get(index).label().isMatch();
  }

  @Override
  public String toString() {
    return "Predictions[" + split.name() + ", " + size() + " pairs]";
  }

  /** Takes outcomes one by one, so that a run needs not be kept. */
  static final class Collector {
    private final DatasetSplit split;
    private final Answer[] answers;
    private final double[] probabilities;
    private int size;

    Collector(DatasetSplit split) {
      this.split = split;
      this.answers = new Answer[split.size()];
      this.probabilities = new double[split.size()];
    }

    /** Takes the outcome of the next pair. */
    void add(MatchOutcome outcome) {
      if (size == answers.length) {
        throw new IllegalArgumentException(
            "split '%s' has %d pairs, found more outcomes than that".formatted(split.name(), size));
      }
      CandidatePair expected = split.pairs().get(size).pair();
      if (!outcome.pair().equals(expected)) {
        throw new IllegalArgumentException(
            "outcome %d of split '%s' must belong to pair '%s', found pair '%s'"
                .formatted(size, split.name(), expected.id(), outcome.pair().id()));
      }
      answers[size] = Answer.of(outcome);
      probabilities[size] =
          outcome instanceof MatchDecision decision
              ? decision.matchProbability().orElse(Double.NaN)
              : Double.NaN;
      size++;
    }

    /** How many outcomes were taken. */
    int size() {
      return size;
    }

    /** Hands the arrays over, so the collector takes nothing more. */
    Predictions finish() {
      return new Predictions(split, answers, probabilities);
    }
  }
}
