package io.github.em4j.training.lora;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.PromptTemplate;
import io.github.em4j.training.PairExamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Pairs that the smallest model can tell apart: every match says so in its second record. */
final class ToyMatching {
  private static final List<String> WORDS =
      List.of("printer", "camera", "paper", "case", "model", "price", "title", "brand");

  /** Short, for the sake of time. */
  static final PromptRenderer RENDERER =
      PromptRenderer.builder()
          .template(PromptTemplate.builder("toy", "Entity 1: {left} Entity 2: {right}").build())
          .build();

  private ToyMatching() {}

  static FineTuningData data(int training, int validation) {
    return PairExamples.of("toy", RENDERER)
        .train(pairs(training, 1))
        .validate(pairs(validation, 2))
        .build();
  }

  static List<LabeledPair> pairs(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabeledPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean match = random.nextBoolean();
      String left = word(random) + " " + word(random);
      String right = word(random) + (match ? " the same the same" : " another another");
      pairs.add(
          new LabeledPair(
              new CandidatePair(record("l" + i, left), record("r" + i, right)),
              MatchLabel.of(match)));
    }
    return pairs;
  }

  private static String word(SplittableRandom random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static EntityDescription record(String id, String title) {
    return new EntityDescription(id, Map.of("title", title));
  }
}
