package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.KeyValueMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CacheMemoryTest {
  private static final LlamaConfig CONFIG = Checkpoint.open(TinyCheckpoint.FOLDER).config();

  private final List<Integer> asked = new ArrayList<>();

  private CacheMemory memoryOfAtMost(int rowsThere) {
    return new CacheMemory(
        (rows, positions) -> {
          asked.add(rows);
          if (rows > rowsThere) {
            throw new OutOfMemoryError("Cannot reserve bytes of direct buffer memory");
          }
          return new KeyValueMemory(CONFIG, rows, positions);
        });
  }

  @Test
  void fewerRowsAreTakenWhereThereIsNoMemoryForAll() {
    assertThat(memoryOfAtMost(5).take(32, 3).rows()).isEqualTo(4);
    assertThat(asked).containsExactly(32, 16, 8, 4);
  }

  @Test
  void tooLittleForOneRowNamesTheOption() {
    assertThatThrownBy(() -> memoryOfAtMost(0).take(3, 7))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage(
            "not enough direct memory for the keys and values of 7 positions;"
                + " -XX:MaxDirectMemorySize allows the JVM more");
  }

  @Test
  void whatWasGivenBackIsUsedAgainWhereItSuffices() {
    CacheMemory memory = memoryOfAtMost(100);
    KeyValueMemory first = memory.take(4, 5);
    memory.giveBack(first);
    assertThat(memory.take(3, 5)).isSameAs(first);
    memory.giveBack(first);
    assertThat(memory.take(5, 5)).isNotSameAs(first);
  }

  @Test
  void nothingIsKeptAfterClosing() {
    CacheMemory memory = memoryOfAtMost(100);
    KeyValueMemory late = memory.take(2, 5);
    KeyValueMemory kept = memory.take(2, 5);
    memory.giveBack(kept);
    memory.close();
    assertThat(memory.take(2, 5)).isNotSameAs(kept);
    memory.giveBack(late);
    assertThat(memory.take(2, 5)).isNotSameAs(late);
  }
}
