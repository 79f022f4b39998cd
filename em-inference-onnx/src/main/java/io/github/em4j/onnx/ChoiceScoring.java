package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Scores choices after prompts, in batches of packed tokens. Safe for use by many threads. */
final class ChoiceScoring implements AutoCloseable {
  private final ChatTokenizer tokenizer;
  private final PromptEncoder encoder;
  private final TokenPacking packing;
  private final GraphSession session;

  ChoiceScoring(
      ChatTokenizer tokenizer, PromptEncoder encoder, TokenPacking packing, GraphSession session) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.packing = packing;
    this.session = session;
  }

  /**
   * Scores every choice after every prompt.
   *
   * @param adapter the inputs of the adapter to compute with
   */
  List<ModelResult<ChoiceScores>> score(
      List<Prompt> prompts, List<String> choices, Map<String, HostTensor> adapter) {
    int[][] answers = answers(choices);
    int longest = Arrays.stream(answers).mapToInt(answer -> answer.length).max().orElseThrow();
    var results =
        new ArrayList<ModelResult<ChoiceScores>>(Collections.nCopies(prompts.size(), null));
    var requests = new ChoiceRequests(answers);
    long[] tokens = new long[prompts.size()];
    List<ModelResult<int[]>> encoded = encoder.encodeAll(prompts, longest - 1);
    for (int i = 0; i < prompts.size(); i++) {
      if (encoded.get(i) instanceof ModelResult.Failure<int[]> failure) {
        results.set(i, new ModelResult.Failure<>(failure.error()));
      } else {
        int[] prompt = encoded.get(i).orElseThrow();
        tokens[i] = prompt.length;
        requests.add(i, prompt);
      }
    }
    double[][] scores = new double[prompts.size()][choices.size()];
    for (PackedBatch packed : packing.pack(requests.rowTokens())) {
      Interruption.check();
      ChoiceRequests.Batch batch = requests.new Batch(packed);
      Map<String, HostTensor> inputs = batch.inputs();
      inputs.putAll(adapter);
      Map<String, HostTensor> outputs = session.run(inputs);
      batch.addTo(scores, requireNonNull(outputs.get(LlamaGraph.RESULT)).floats());
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) == null) {
        results.set(i, scores(choices, scores[i], tokens[i]));
      }
    }
    return List.copyOf(results);
  }

  private static ModelResult<ChoiceScores> scores(
      List<String> choices, double[] scores, long tokens) {
    if (!Arrays.stream(scores).allMatch(score -> score < Double.POSITIVE_INFINITY)) {
      return new ModelResult.Failure<>(
          new EntityMatchingException(
              "the model gave no number as log-probability: " + Arrays.toString(scores)));
    }
    // Rounding may leave a certain answer a little above 0.
    List<Double> logProbabilities =
        Arrays.stream(scores).mapToObj(score -> Math.min(0, score)).toList();
    return new ModelResult.Success<>(
        new ChoiceScores(choices, logProbabilities, new TokenUsage(tokens, 0)));
  }

  private int[][] answers(List<String> choices) {
    if (choices.isEmpty() || new HashSet<>(choices).size() < choices.size()) {
      throw new IllegalArgumentException("choices must be there and different, found " + choices);
    }
    int[][] answers = new int[choices.size()][];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = tokenizer.encodeAnswer(choices.get(i));
      if (answers[i].length == 0) {
        throw new IllegalArgumentException(
            "a choice must have a token, found '" + choices.get(i) + "'");
      }
    }
    return answers;
  }

  @Override
  public void close() {
    session.close();
  }
}
