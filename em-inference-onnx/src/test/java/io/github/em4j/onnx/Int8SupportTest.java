package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class Int8SupportTest {

  @Test
  void refusesAnX86ProcessorWithoutVnni() {
    var zen2 = new Int8Support("amd64", Optional.of("flags\t\t: fpu sse4_2 avx avx2 fma"));

    assertThatThrownBy(zen2::require)
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("VNNI");
  }

  @Test
  void takesProcessorsWithVnniOthersThanX86AndUnknownOnes() {
    assertThatCode(
            () -> {
              new Int8Support("amd64", Optional.of("flags : avx2 avx512_vnni")).require();
              new Int8Support("amd64", Optional.of("flags : avx2 avx_vnni")).require();
              new Int8Support("aarch64", Optional.of("flags : none")).require();
              new Int8Support("amd64", Optional.empty()).require();
            })
        .doesNotThrowAnyException();
  }
}
