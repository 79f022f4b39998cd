package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChoiceRequestsTest {
  private static final int[] PROMPT = {5, 6, 7};

  @Test
  void choicesOfOneTokenShareThePromptsOwnArray() {
    var requests = new ChoiceRequests(new int[][] {{1}, {2}, {3}});
    requests.add(0, PROMPT);
    assertThat(requests.rowTokens()).hasSize(1);
    assertThat(requests.rowTokens().get(0)).isSameAs(PROMPT);
  }

  @Test
  void everyProperBeginningHasOneRow() {
    var requests = new ChoiceRequests(new int[][] {{1}, {1, 2}, {3, 4, 5}, {1, 9}, {8}});
    requests.add(0, PROMPT);
    assertThat(requests.rowTokens())
        .containsExactly(PROMPT, new int[] {5, 6, 7, 1}, new int[] {5, 6, 7, 3, 4});
  }

  @Test
  void everyChoiceGetsTheSumOverItsOwnTokens() {
    var requests = new ChoiceRequests(new int[][] {{1}, {1, 2}, {3, 4}, {1, 9}});
    requests.add(1, PROMPT);
    List<PackedBatch> batches = new TokenPacking(100, 100).pack(requests.rowTokens());
    assertThat(batches).hasSize(1);
    ChoiceRequests.Batch batch = requests.new Batch(batches.get(0));
    // After the prompt 1 or 3, after 1 either 2 or 9, after 3 only 4.
    double[][] scores = new double[2][4];
    batch.addTo(scores, new float[] {-1, -2, -10, -20, -100, 0});
    assertThat(scores[0]).containsOnly(0);
    assertThat(scores[1]).containsExactly(-1, -11, -102, -21);
  }
}
