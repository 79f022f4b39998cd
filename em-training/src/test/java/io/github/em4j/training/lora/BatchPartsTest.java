package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class BatchPartsTest {
  private static final int SOME_WORK = 5_000_000;

  @Test
  void aFailureIsThrownWhenEveryPartIsDone() {
    CountDownLatch failed = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    try (BatchParts parts = new BatchParts(3, false)) {
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
    try (BatchParts parts = new BatchParts(2, false)) {
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

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
