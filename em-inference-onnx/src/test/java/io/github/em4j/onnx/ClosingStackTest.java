package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClosingStackTest {
  private final ClosingStack stack = new ClosingStack();
  private final List<String> closed = new ArrayList<>();

  @BeforeEach
  void openThree() {
    stack.push(() -> closed.add("first"));
    stack.push(
        () -> {
          closed.add("second");
          throw new IllegalStateException("second");
        });
    stack.push(
        () -> {
          closed.add("third");
          throw new AssertionError("third");
        });
  }

  @Test
  void closesAllInTheOppositeOrderThoughSomeFail() {
    assertThatThrownBy(stack::close)
        .isInstanceOf(AssertionError.class)
        .hasMessage("third")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1))
        .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("second"));
    assertThat(closed).containsExactly("third", "second", "first");
  }

  @Test
  void closesOnce() {
    stack.closeAfter(new IllegalArgumentException());
    stack.close();
    assertThat(closed).containsExactly("third", "second", "first");
  }

  @Test
  void addsItsFailuresToTheOneBefore() {
    var before = new OutOfMemoryError("before");
    stack.closeAfter(before);
    assertThat(before.getSuppressed()).hasSize(1);
    assertThat(before.getSuppressed()[0]).hasMessage("third");
  }
}
