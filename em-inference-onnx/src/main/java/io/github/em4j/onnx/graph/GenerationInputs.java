package io.github.em4j.onnx.graph;

import java.util.Map;

/** Makes the inputs of a {@link GenerationGraph} from prompts. */
public final class GenerationInputs {

  private GenerationInputs() {}

  /**
   * The inputs for greedy text. To sample, replace {@link GenerationGraph#TEMPERATURE}, {@link
   * GenerationGraph#TOP_P} and {@link GenerationGraph#DRAWS}.
   *
   * @param batch the packed prompts
   * @param steps how many tokens to write after the first, at least 0
   * @param endTokens the tokens that end an answer; may be empty
   * @return by input name, changeable
   */
  public static Map<String, HostTensor> of(PackedBatch batch, int steps, long[] endTokens) {
    int rows = batch.rowCount();
    long[] leaves = new long[rows];
    int[] promptEnds = new int[rows];
    for (int row = 0; row < rows; row++) {
      leaves[row] = batch.leaf(row);
      promptEnds[row] = batch.length(row) - 1;
    }
    // No token is -1: the graph needs one to compare with.
    long[] ends = endTokens.length == 0 ? new long[] {-1} : endTokens;
    Map<String, HostTensor> inputs = ScoringInputs.packed(batch);
    inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastTokens(batch));
    inputs.put(GenerationGraph.ANSWER_ROWS, HostTensor.of(leaves, rows));
    inputs.put(GenerationGraph.PROMPT_ENDS, HostTensor.of(promptEnds, rows));
    inputs.put(GenerationGraph.STEPS, HostTensor.of(new long[] {steps}));
    inputs.put(GenerationGraph.END_TOKENS, HostTensor.of(ends, ends.length));
    inputs.put(GenerationGraph.TEMPERATURE, HostTensor.of(new float[] {0}));
    inputs.put(GenerationGraph.TOP_P, HostTensor.of(new float[] {1}));
    inputs.put(GenerationGraph.DRAWS, HostTensor.of(new float[rows], rows, 1));
    return inputs;
  }
}
