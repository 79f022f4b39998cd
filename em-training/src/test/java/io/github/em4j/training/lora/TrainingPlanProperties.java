package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class TrainingPlanProperties {

  private static List<TrainingExample> examples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TrainingExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(TrainingExample.completion(new int[2 + random.nextInt(40)], 1));
    }
    return examples;
  }

  private static LoraOptions options(int perStep, int tokens, int micro, long seed) {
    return LoraOptions.tiny().toBuilder()
        .batch(perStep, tokens)
        .microBatchTokens(micro)
        .epochs(3)
        .seed(seed)
        .build();
  }

  @Property(tries = 200)
  void everyEpochGoesThroughEveryExampleOnce(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 20) int perStep,
      @ForAll @IntRange(min = 1, max = 400) int tokens,
      @ForAll @IntRange(min = 1, max = 100) int micro,
      @ForAll long seed) {
    List<TrainingExample> examples = examples(count, seed);
    TrainingPlan plan = new TrainingPlan(examples, options(perStep, tokens, micro, seed));
    assertThat(plan.totalSteps()).isEqualTo(3 * plan.stepsPerEpoch());
    for (int epoch = 0; epoch < 3; epoch++) {
      Map<TrainingExample, Integer> seen = new HashMap<>();
      for (int i = 0; i < plan.stepsPerEpoch(); i++) {
        List<List<TrainingExample>> window = plan.window(epoch * plan.stepsPerEpoch() + i);
        assertThat(window.stream().mapToInt(List::size).sum()).isBetween(1, perStep);
        for (List<TrainingExample> batch : window) {
          assertThat(batch).isNotEmpty();
          int sum = batch.stream().mapToInt(TrainingExample::length).sum();
          assertThat(batch.size() == 1 || sum <= micro).isTrue();
          batch.forEach(example -> seen.merge(example, 1, Integer::sum));
        }
      }
      assertThat(seen).hasSize(count);
      assertThat(seen.values()).containsOnly(1);
    }
  }

  @Property(tries = 50)
  void aStepIsTheSameWhateverWasAskedBefore(
      @ForAll @IntRange(min = 30, max = 60) int count, @ForAll long seed) {
    List<TrainingExample> examples = examples(count, seed);
    LoraOptions options = options(4, 200, 60, seed);
    TrainingPlan inOrder = new TrainingPlan(examples, options);
    List<List<List<TrainingExample>>> windows = new ArrayList<>();
    for (int step = 0; step < inOrder.totalSteps(); step++) {
      windows.add(inOrder.window(step));
    }
    TrainingPlan backwards = new TrainingPlan(examples, options);
    for (int step = inOrder.totalSteps() - 1; step >= 0; step--) {
      assertThat(backwards.window(step)).isEqualTo(windows.get(step));
    }
    assertThat(windows.subList(0, inOrder.stepsPerEpoch()))
        .as("another order in another epoch")
        .isNotEqualTo(windows.subList(inOrder.stepsPerEpoch(), 2 * inOrder.stepsPerEpoch()));
  }
}
