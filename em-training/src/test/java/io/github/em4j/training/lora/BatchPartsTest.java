package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchPartsTest {
  private static final int SOME_WORK = 5_000_000;

  @Test
  void aFailureIsThrownWhenEveryPartIsDone() {
    CountDownLatch failed = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    try (BatchParts parts = new BatchParts(3, false, Arithmetic.USUAL)) {
      assertThatThrownBy(
              () ->
                  parts.run(
                      3,
                      (worker, part) -> {
                        if (part == 1) {
                          failed.countDown();
                          throw new IllegalStateException("part 1");
                        }
                        if (part == 2) {
                          awaitUninterruptibly(failed);
                          for (int i = 0; i < SOME_WORK; i++) {
                            Thread.onSpinWait();
                          }
                          done.set(true);
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part 1");
      assertThat(done).isTrue();
    }
  }

  @Test
  void theFirstWorkersFailureIsNotHiddenByAnother() {
    try (BatchParts parts = new BatchParts(2, false, Arithmetic.USUAL)) {
      assertThatThrownBy(
              () ->
                  parts.run(
                      2,
                      (worker, part) -> {
                        throw new IllegalStateException("part " + part);
                      }))
          .hasMessage("part 0");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 2, 1", "4, 4, 1", "5, 4, 2", "6, 4, 3", "16, 4, 13"})
  void theWorkersAndThoseWhoHelpThemAreAsManyAsAskedFor(int threads, int workers, int ofSession) {
    try (BatchParts parts = new BatchParts(threads, false, Arithmetic.USUAL)) {
      assertThat(parts.workers()).isEqualTo(workers);
      assertThat(parts.settings().threads()).isEqualTo(ofSession);
      assertThat(parts.workers() + parts.settings().threads() - 1).isEqualTo(threads);
    }
  }

  @Test
  void aGpuTakesABatchAsAWhole() {
    assertThat(lengths(60, 70, 80, 100, 120)).containsExactly(List.of(120, 100, 80, 70, 60));
  }

  @Test
  void aLongExampleDoesNotMakeManyShortOnesLong() {
    assertThat(lengths(50, 50, 50, 50, 1000))
        .containsExactly(List.of(1000, 50), List.of(50, 50, 50));
    assertThat(lengths(90, 1000)).containsExactly(List.of(1000, 90));
    assertThat(lengths(7)).containsExactly(List.of(7));
    int[] many = new int[100];
    Arrays.fill(many, 1000);
    assertThat(lengths(many)).extracting(List::size).containsExactly(65, 35);
  }

  @Test
  void aRunHasNoMoreTokensThanDropoutHasNumbersFor() {
    int[] many = new int[100];
    Arrays.fill(many, 1000);
    assertThat(lengths(new BatchParts.Bounds(37_375, 1), many))
        .extracting(List::size)
        .containsExactly(37, 37, 26);
  }

  @Test
  void aRunHasNoMoreScoresThanCudaCounts() {
    int[] many = new int[30];
    Arrays.fill(many, 2000);
    assertThat(lengths(new BatchParts.Bounds(Integer.MAX_VALUE, 32), many))
        .extracting(List::size)
        .containsExactly(16, 14);
    assertThat(lengths(new BatchParts.Bounds(Integer.MAX_VALUE, 32), 9000, 9000))
        .extracting(List::size)
        .containsExactly(1, 1);
  }

  private static List<List<Integer>> lengths(int... shortestFirst) {
    return lengths(new BatchParts.Bounds(Integer.MAX_VALUE, 1), shortestFirst);
  }

  private static List<List<Integer>> lengths(BatchParts.Bounds bounds, int... shortestFirst) {
    List<TrainingExample> examples =
        Arrays.stream(shortestFirst)
            .mapToObj(length -> TrainingExample.completion(new int[length], length - 1))
            .toList();
    return BatchParts.asWholeAsPossible(examples, bounds).stream()
        .map(part -> part.stream().map(TrainingExample::length).toList())
        .toList();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
