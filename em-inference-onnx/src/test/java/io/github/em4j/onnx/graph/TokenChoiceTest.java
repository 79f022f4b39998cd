package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenChoiceTest {
  private static final int ROWS = 3;

  /** Tokens from inputs called logits, temperature, share and draws. */
  private static Graph graph(int vocabulary) {
    var graph = new GraphBuilder("choice");
    Dimension rows = Dimension.of("rows");
    Value logits =
        graph.input("logits", ElementType.FLOAT, Shape.of(rows, Dimension.of(vocabulary)));
    var choice =
        new TokenChoice(
            graph.input("temperature", ElementType.FLOAT, Shape.SCALAR),
            graph.input("share", ElementType.FLOAT, Shape.SCALAR),
            graph.input("draws", ElementType.FLOAT, Shape.of(rows, Dimension.of(1))));
    graph.output("tokens", choice.next(graph, logits, graph.numbers(0)));
    return graph.build();
  }

  private static GraphSession open(int vocabulary) {
    return GraphSession.open(graph(vocabulary), new SessionSettings(1, false, false));
  }

  private static long[] choose(
      GraphSession session, float[] logits, float temperature, float share, float draw) {
    float[] all = new float[ROWS * logits.length];
    float[] draws = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(logits, 0, all, row * logits.length, logits.length);
      draws[row] = draw;
    }
    Map<String, HostTensor> outputs =
        session.run(
            Map.of(
                "logits", HostTensor.of(all, ROWS, logits.length),
                "temperature", HostTensor.of(new float[] {temperature}),
                "share", HostTensor.of(new float[] {share}),
                "draws", HostTensor.of(draws, ROWS, 1)));
    return requireNonNull(outputs.get("tokens")).longs();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 17, 1000, 1023, 1024})
  void everyTokenIsDrawnFromItsPartOfTheProbability(int vocabulary) {
    float[] logits = new float[vocabulary];
    int[] tokens = IntStream.range(0, vocabulary).toArray();
    shuffle(tokens);
    // As good as equal, but in a certain order.
    for (int rank = 0; rank < vocabulary; rank++) {
      logits[tokens[rank]] = (float) -(rank * 1e-7);
    }
    try (GraphSession session = open(vocabulary)) {
      for (int rank = 0; rank < vocabulary; rank += Math.max(1, vocabulary / 50)) {
        float draw = (rank + 0.5f) / vocabulary;
        assertThat(choose(session, logits, 1, 1, draw)).containsOnly(tokens[rank]);
      }
      float last = Math.nextDown(1f);
      assertThat(choose(session, logits, 1, 1, last)).containsOnly(tokens[vocabulary - 1]);
      assertThat(choose(session, logits, 0, 1, last)).containsOnly(tokens[0]);
      int half = (vocabulary + 1) / 2;
      float share = (half - 0.5f) / vocabulary;
      assertThat(choose(session, logits, 1, share, last)).containsOnly(tokens[half - 1]);
    }
  }

  private static void shuffle(int[] numbers) {
    var random = new SplittableRandom(5);
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = kept;
    }
  }

  /** A cumulative sum of n numbers costs n times n steps on a GPU. */
  @Test
  void noCumulativeSumIsOverTheWholeVocabulary() {
    List<Long> lengths = new ArrayList<>();
    collect(graph(128_256), lengths);
    assertThat(lengths).hasSize(2).allMatch(length -> length <= 360);
  }

  private static void collect(Graph graph, List<Long> lengths) {
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof Ranking.CumulativeSum) {
        lengths.add(node.outputs().get(0).shape().get(-1).coefficient());
      }
      for (Attribute attribute : node.operator().attributes().values()) {
        if (attribute instanceof Attribute.Body body) {
          collect(body.graph(), lengths);
        }
      }
    }
  }
}
