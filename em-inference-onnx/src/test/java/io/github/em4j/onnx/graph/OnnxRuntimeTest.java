package io.github.em4j.onnx.graph;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import org.junit.jupiter.api.Test;

final class OnnxRuntimeTest {

  @Test
  void refusesTheCommandLineThatWouldCrashTheJvm() {
    assertThatCode(() -> OnnxRuntime.requireShortCommandLine(3900)).doesNotThrowAnyException();
    assertThatThrownBy(() -> OnnxRuntime.requireShortCommandLine(4100))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("found 4100")
        .hasMessageContaining("java @arguments");
  }
}
