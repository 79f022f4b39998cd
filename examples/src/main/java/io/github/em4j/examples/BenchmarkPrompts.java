package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.prompts.PromptRenderer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Real pairs as rows of tokens.
 *
 * @param pairPrompts pairs drawn at random
 * @param blockPrompts as many pairs, in blocks of candidates for one left record
 * @param pairs the tokens of the former
 * @param blocks the tokens of the latter
 */
record BenchmarkPrompts(
    List<Prompt> pairPrompts, List<Prompt> blockPrompts, List<int[]> pairs, List<int[]> blocks) {
  /** How many candidates a block has. */
  static final int BLOCK = 8;

  static BenchmarkPrompts draw(
      DatasetSplit split, int count, long seed, PromptRenderer renderer, ChatTokenizer tokenizer) {
    List<CandidatePair> drawn =
        new ArrayList<>(split.pairs().stream().map(LabeledPair::pair).toList());
    Collections.shuffle(drawn, new Random(seed));
    List<Prompt> pairs = render(drawn.subList(0, Math.min(count, drawn.size())), renderer);
    List<Prompt> blocks = render(blocks(drawn, count), renderer);
    return new BenchmarkPrompts(pairs, blocks, encode(pairs, tokenizer), encode(blocks, tokenizer));
  }

  private static List<Prompt> render(List<CandidatePair> pairs, PromptRenderer renderer) {
    return pairs.stream().map(renderer::render).toList();
  }

  private static List<int[]> encode(List<Prompt> prompts, ChatTokenizer tokenizer) {
    return prompts.stream().map(tokenizer::encode).toList();
  }

  /** Left records with candidates of the split; where one has too few, of other left records. */
  private static List<CandidatePair> blocks(List<CandidatePair> drawn, int count) {
    Map<String, List<CandidatePair>> byLeft =
        drawn.stream().collect(Collectors.groupingBy(pair -> pair.left().id()));
    List<List<CandidatePair>> largestFirst =
        byLeft.values().stream().sorted((a, b) -> Integer.compare(b.size(), a.size())).toList();
    var blocks = new ArrayList<CandidatePair>();
    for (int i = 0; blocks.size() < count && i < largestFirst.size(); i++) {
      List<CandidatePair> own = largestFirst.get(i);
      blocks.addAll(own.subList(0, Math.min(BLOCK, own.size())));
      for (int more = own.size(); more < BLOCK; more++) {
        CandidatePair other = drawn.get((i * BLOCK + more) % drawn.size());
        blocks.add(new CandidatePair(own.get(0).left(), other.right()));
      }
    }
    return blocks.subList(0, Math.min(count, blocks.size()));
  }

  /** The pairs with a first token that no other has. */
  List<int[]> unlikePairs() {
    var unlike = new ArrayList<int[]>();
    for (int[] row : pairs) {
      int[] changed = row.clone();
      changed[0] = unlike.size();
      unlike.add(changed);
    }
    return unlike;
  }
}
