package io.github.em4j.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScratchFileTest {
  private static final int BYTES = (9 << 20) + 5;

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void memoryIsZeroAndWritableAndOutsideTheLimitOfDirectBuffers() {
    long before = directMemory();
    ByteBuffer memory = ScratchFile.memory(BYTES);

    assertThat(directMemory()).isLessThan(before + BYTES);
    assertThat(memory.isDirect()).isTrue();
    assertThat(memory.remaining()).isEqualTo(BYTES);
    assertThat(IntStream.range(0, BYTES).allMatch(i -> memory.get(i) == 0)).isTrue();
    memory.put(BYTES - 1, (byte) 7);
    assertThat(memory.get(BYTES - 1)).isEqualTo((byte) 7);
  }

  @Test
  void everyTensorIsMemoryOfItsOwn() {
    ByteBuffer first;
    ByteBuffer second;
    try (ScratchFile file = ScratchFile.open()) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2}));
      file.write(ByteBuffer.wrap(new byte[] {3}));
      first = file.finishTensor();
      file.write(ByteBuffer.wrap(new byte[] {4}));
      second = file.finishTensor();
    }
    assertThat(first).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(second).isEqualTo(ByteBuffer.wrap(new byte[] {4}));
  }
}
