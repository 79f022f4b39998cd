package io.github.em4j.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait where real ones would compute. */
@Timeout(20)
final class NativeCallsTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final NativeCalls calls = new NativeCalls();
  private final Queue<String> happened = new ConcurrentLinkedQueue<>();

  NativeCallsTest() {
    OnnxRuntime.environment();
  }

  @Test
  void whereNothingRunsTheEndComesAtOnce() {
    assertThat(calls.end(Duration.ZERO)).isTrue();
    assertThat(calls.hasEnded()).isTrue();
  }

  @Test
  void aCallThatTakesItsTimeIsWaitedForAndNoOtherFailsOrBeginsMeanwhile() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch operator = new CountDownLatch(1);
    CountDownLatch broken = new CountDownLatch(1);
    inBackground(() -> calls.call(() -> waitFor(begun, operator)));
    inBackground(
        () ->
            calls.run(
                options -> {
                  waitFor(begun, broken);
                  throw new OrtException("broken off");
                }));
    begun.await();

    assertThat(calls.end(Duration.ofMillis(20))).isFalse();
    broken.countDown();
    inBackground(() -> calls.call(() -> happened.add("begun")));
    assertThat(calls.end(Duration.ofMillis(200))).isFalse();
    assertThat(happened).isEmpty();

    operator.countDown();
    assertThat(calls.end(LONG)).isTrue();
    assertThat(happened).doesNotContain("failed", "begun");
  }

  private void inBackground(NativeCalls.Call<?> call) {
    Thread thread =
        new Thread(
            () -> {
              try {
                call.call();
              } catch (OrtException e) {
                happened.add("failed");
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean waitFor(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return true;
  }
}
