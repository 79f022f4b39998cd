package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceTest {

  @Test
  void isReadAsPeopleWriteIt() {
    assertThat(Device.parse("cpu")).isEqualTo(Device.cpu());
    assertThat(Device.parse("cuda")).isEqualTo(Device.cuda(0));
    assertThat(Device.parse("cuda:3")).isEqualTo(Device.cuda(3)).hasToString("cuda:3");
    assertThat(Device.parse(Device.cpu().toString())).isEqualTo(Device.cpu());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "CUDA:0", "cuda:", "cuda:-1", "cuda:99999999999", "cuda:0 "})
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> Device.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a device is 'cpu', 'cuda' or 'cuda:' and a number, found '" + text + "'");
  }

  @Test
  void aGpuMayBeLimitedInMemory() {
    Device limited = Device.cuda(1).withMemoryLimit(1L << 30);
    assertThat(limited.memoryLimit()).hasValue(1L << 30);
    assertThat(limited).isNotEqualTo(Device.cuda(1)).hasToString("cuda:1 (1073741824 bytes)");
    assertThatThrownBy(() -> Device.cuda(0).withMemoryLimit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
    assertThatThrownBy(() -> Device.cpu().withMemoryLimit(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Device.cuda(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
