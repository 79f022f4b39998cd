package io.github.em4j.training.lora;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which examples each step learns from. Every epoch goes through all of them in an order of its
 * own, which depends on the seed and the number of the epoch alone, and has the same number of
 * steps. Within a step, examples of like length are computed together.
 */
final class TrainingPlan {
  private final List<TrainingExample> examples;
  private final int microBatchTokens;
  private final long seed;
  private final int epochs;
  private final int stepsPerEpoch;

  private int orderedEpoch = -1;
  private int[] order = {};

  TrainingPlan(List<TrainingExample> examples, TrainingOptions options) {
    this.examples = examples;
    microBatchTokens = options.microBatchTokens();
    seed = options.seed;
    epochs = options.epochs;
    long tokens = examples.stream().mapToLong(TrainingExample::length).sum();
    long steps =
        Math.max(
            ceilDiv(examples.size(), options.examplesPerStep),
            ceilDiv(tokens, options.tokensPerStep));
    stepsPerEpoch = (int) Math.min(steps, examples.size());
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  int totalSteps() {
    return Math.multiplyExact(epochs, stepsPerEpoch);
  }

  /**
   * What a step learns from.
   *
   * @param step from 0
   * @return batches to be computed one after the other, the longest examples first
   */
  List<List<TrainingExample>> window(int step) {
    orderFor(step / stepsPerEpoch);
    int inEpoch = step % stepsPerEpoch;
    int from = (int) ((long) inEpoch * order.length / stepsPerEpoch);
    int to = (int) ((inEpoch + 1L) * order.length / stepsPerEpoch);
    List<TrainingExample> window = new ArrayList<>();
    for (int i = from; i < to; i++) {
      window.add(examples.get(order[i]));
    }
    window.sort(Comparator.comparingInt(TrainingExample::length).reversed());
    List<List<TrainingExample>> batches = new ArrayList<>();
    int room = 0;
    for (TrainingExample example : window) {
      if (batches.isEmpty() || example.length() > room) {
        batches.add(new ArrayList<>());
        room = microBatchTokens;
      }
      batches.get(batches.size() - 1).add(example);
      room -= example.length();
    }
    return batches;
  }

  private void orderFor(int epoch) {
    if (epoch == orderedEpoch) {
      return;
    }
    order = new int[examples.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + epoch);
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    orderedEpoch = epoch;
  }
}
