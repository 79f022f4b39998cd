package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
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
 * @param pairs pairs drawn at random
 * @param blocks as many pairs, in blocks of candidates for one left record
 */
record BenchmarkPrompts(List<int[]> pairs, List<int[]> blocks) {
  /** How many candidates a block has. */
  static final int BLOCK = 8;

  static BenchmarkPrompts draw(
      DatasetSplit split, int count, long seed, PromptRenderer renderer, ChatTokenizer tokenizer) {
    List<CandidatePair> drawn =
        new ArrayList<>(split.pairs().stream().map(LabeledPair::pair).toList());
    Collections.shuffle(drawn, new Random(seed));
    return new BenchmarkPrompts(
        encode(drawn.subList(0, Math.min(count, drawn.size())), renderer, tokenizer),
        encode(blocks(drawn, count), renderer, tokenizer));
  }

  private static List<int[]> encode(
      List<CandidatePair> pairs, PromptRenderer renderer, ChatTokenizer tokenizer) {
    return pairs.stream().map(pair -> tokenizer.encode(renderer.render(pair))).toList();
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
