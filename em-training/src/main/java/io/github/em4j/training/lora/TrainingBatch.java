package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.training.lora.TrainingExample.AuxiliaryTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays examples out side by side as the inputs of a {@link TrainingGraph}. */
final class TrainingBatch {
  private final List<TrainingExample> examples;
  private final double scale;
  private final Map<String, HostTensor> inputs = new LinkedHashMap<>();
  private final int[] starts;
  private final int tokenCount;
  private final int spans;

  /** How many places a span has. */
  private final int span;

  /** One thing to predict: after which packed token, what, and what it counts. */
  private record Target(int token, int label, float weight) {}

  private TrainingBatch(List<TrainingExample> examples, double scale, int spans) {
    this.examples = examples;
    this.scale = scale;
    starts = new int[examples.size()];
    int tokens = 0;
    int most = 0;
    for (int row = 0; row < starts.length; row++) {
      starts[row] = tokens;
      tokens += examples.get(row).length();
      most = Math.max(most, examples.get(row).length());
    }
    tokenCount = tokens;
    this.spans = spans;
    span = (most + spans - 1) / spans;
  }

  /**
   * The inputs of a run.
   *
   * @param examples at least one; in one of them at least one target
   * @param scale what every weight is multiplied with
   * @param auxiliary whether the graph has an auxiliary head
   * @param spans how many spans the graph's attention cuts examples into
   */
  static Map<String, HostTensor> inputs(
      List<TrainingExample> examples, double scale, boolean auxiliary, int spans) {
    return new TrainingBatch(examples, scale, spans).inputs(auxiliary);
  }

  private Map<String, HostTensor> inputs(boolean auxiliary) {
    layOut();
    List<Target> next = new ArrayList<>();
    List<Target> labels = new ArrayList<>();
    for (int row = 0; row < starts.length; row++) {
      TrainingExample example = examples.get(row);
      for (int i = 1; i < example.length(); i++) {
        if (example.weight(i) > 0) {
          next.add(new Target(starts[row] + i - 1, example.token(i), example.weight(i)));
        }
      }
      if (auxiliary) {
        for (AuxiliaryTarget target : example.auxiliaryTargets()) {
          labels.add(new Target(starts[row] + target.position(), target.label(), target.weight()));
        }
      }
    }
    // ONNX Runtime cannot multiply matrices without rows.
    if (next.isEmpty()) {
      next.add(uncounted(labels.get(0)));
    } else if (auxiliary && labels.isEmpty()) {
      labels.add(uncounted(next.get(0)));
    }
    boolean[] asked = new boolean[tokenCount];
    next.forEach(target -> asked[target.token()] = true);
    labels.forEach(target -> asked[target.token()] = true);
    long[] outputOf = outputs(asked);
    targets("", next, outputOf);
    if (auxiliary) {
      targets(TrainingGraph.AUXILIARY, labels, outputOf);
    }
    return inputs;
  }

  /** A target after the same token that counts nothing. */
  private static Target uncounted(Target other) {
    return new Target(other.token(), 0, 0);
  }

  private void layOut() {
    int rows = starts.length;
    int length = spans * span;
    long[] ids = new long[tokenCount];
    long[] positions = new long[tokenCount];
    long[] tokenRows = new long[tokenCount];
    long[] tokenSpans = new long[tokenCount];
    long[] offsets = new long[tokenCount];
    long[] places = new long[rows * length];
    long[] spanPlaces = new long[places.length];
    float[] occupied = new float[places.length];
    for (int row = 0; row < rows; row++) {
      TrainingExample example = examples.get(row);
      for (int i = 0; i < length; i++) {
        int token = starts[row] + Math.min(i, example.length() - 1);
        int line = i / span * rows + row;
        int place = line * span + i % span;
        places[row * length + i] = token;
        spanPlaces[place] = token;
        if (i < example.length()) {
          ids[token] = example.token(i);
          positions[token] = i;
          tokenRows[token] = row;
          tokenSpans[token] = line;
          offsets[token] = i % span;
          occupied[place] = 1;
        }
      }
    }
    inputs.put(PackedTokens.TOKEN_IDS, HostTensor.of(ids, tokenCount));
    inputs.put(PackedTokens.TOKEN_POSITIONS, HostTensor.of(positions, tokenCount, 1));
    inputs.put(PackedTokens.TOKEN_ROWS, HostTensor.of(tokenRows, tokenCount, 1));
    inputs.put(PackedTokens.PLACES, HostTensor.of(places, 1, rows, 1, length));
    inputs.put(PackedTokens.TOKEN_SPANS, HostTensor.of(tokenSpans, tokenCount, 1));
    inputs.put(PackedTokens.TOKEN_OFFSETS, HostTensor.of(offsets, tokenCount, 1));
    inputs.put(PackedTokens.SPAN_PLACES, HostTensor.of(spanPlaces, spans, rows, 1, span));
    inputs.put(PackedTokens.OCCUPIED, HostTensor.of(occupied, spans, rows, 1, span, 1));
    float[] mask = new float[length * length];
    for (int i = 0; i < length; i++) {
      Arrays.fill(mask, i * length + i + 1, (i + 1) * length, PackedTokens.HIDDEN);
    }
    inputs.put(PackedTokens.CAUSAL_MASK, HostTensor.of(mask, length, length));
  }

  /** Which output each token is that something is asked after. */
  private long[] outputs(boolean[] asked) {
    long[] outputOf = new long[tokenCount];
    long[] tokens = new long[tokenCount];
    int count = 0;
    for (int token = 0; token < tokenCount; token++) {
      if (asked[token]) {
        outputOf[token] = count;
        tokens[count++] = token;
      }
    }
    inputs.put(TrainingGraph.OUTPUT_TOKENS, HostTensor.of(Arrays.copyOf(tokens, count), count));
    return outputOf;
  }

  private void targets(String prefix, List<Target> targets, long[] outputOf) {
    int count = targets.size();
    long[] outputs = new long[count];
    long[] labels = new long[count];
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      outputs[i] = outputOf[targets.get(i).token()];
      labels[i] = targets.get(i).label();
      weights[i] = (float) (targets.get(i).weight() * scale);
    }
    inputs.put(prefix + TrainingGraph.TARGET_OUTPUTS, HostTensor.of(outputs, count));
    inputs.put(prefix + TrainingGraph.TARGETS, HostTensor.of(labels, count, 1));
    inputs.put(prefix + TrainingGraph.TARGET_WEIGHTS, HostTensor.of(weights, count, 1));
  }
}
