package io.github.em4j.training.selection.teaching;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of 300 batches of pairs that a teacher really wrote. */
final class RecordedGenerationTest {
  private static final String BATCHES = "tailormatch/batch_generated_examples_gpt-4o.jsonl.gz";

  @Test
  void everyBatchServesButForPairsOfEqualSidesAndCopiesOfTheSeed() {
    Map<String, TrainingPair> seeds =
        RecordedFiles.wdcPairs("wdcproducts80cc20rnd000un_valid_small.json.gz");
    List<PairOutcome> outcomes = generate(seeds, List.of());
    assertThat(byReason(outcomes)).isEqualTo(Map.of("generated", 285L, "generated in part", 15L));
    assertThat(byDetail(outcomes, "written")).isEqualTo(Map.of("4", 293L, "5", 7L));
    assertThat(byDetail(outcomes, "rejected"))
        .isEqualTo(Map.of("SAME_SIDES=1", 10L, "KNOWN=1", 4L, "CUT_OFF=1", 1L));
    // Of the 299 complete answers every one serves; 1,206 pairs are whole, and the 14 that are left
    // out are those that no training set may have: two equal sides, or the seed once more.
    assertThat(outcomes).allMatch(outcome -> outcome.pairs().size() > 1);
    List<TrainingPair> made = made(outcomes);
    assertThat(made).hasSize(1_206 - 14);
    assertThat(made).filteredOn(pair -> pair.pair().label().isMatch()).hasSize(292);
    // Ten pairs were made twice, from different seeds.
    assertThat(new HashSet<>(hashes(made))).hasSize(1_182);
  }

  @Test
  void pairsOfHeldOutSplitsAreNotMadeOnceMore() {
    Map<String, TrainingPair> seeds =
        RecordedFiles.wdcPairs("wdcproducts80cc20rnd000un_valid_small.json.gz");
    var splits = new ArrayList<DatasetSplit>();
    for (String file :
        List.of(
            "000un_train_small",
            "000un_train_medium",
            "000un_valid_small",
            "000un_gs",
            "050un_gs")) {
      splits.add(split(file, RecordedFiles.wdcPairs("wdcproducts80cc20rnd" + file + ".json.gz")));
    }
    assertThat(byDetail(generate(seeds, splits), "rejected"))
        .isEqualTo(Map.of("SAME_SIDES=1", 10L, "KNOWN=1", 5L, "CUT_OFF=1", 1L));
  }

  private static DatasetSplit split(String name, Map<String, TrainingPair> pairs) {
    return new DatasetSplit(name, pairs.values().stream().map(TrainingPair::pair).toList());
  }

  private static List<PairOutcome> generate(
      Map<String, TrainingPair> seeds, List<DatasetSplit> known) {
    var prompts =
        new GenerationPrompts(
            GenerationVariant.DETAILED, GenerationPromptsTest.ONE_TEXT, "product");
    var teacher = new RecordedTeacher();
    var asked = new ArrayList<TrainingPair>();
    for (JsonNode row : RecordedFiles.rows(BATCHES)) {
      TrainingPair seed = requireNonNull(seeds.get(row.get("custom_id").asText()));
      LabeledPair pair = seed.pair();
      JsonNode choice = row.get("response").get("body").get("choices").get(0);
      asked.add(seed);
      teacher.answer(
          prompts.prompt(
              pair.pair().left().attribute("title").orElseThrow(),
              pair.pair().right().attribute("title").orElseThrow(),
              pair.label(),
              List.of()),
          choice.get("message").get("content").asText(),
          choice.get("finish_reason").asText().equals("length")
              ? FinishReason.LENGTH
              : FinishReason.STOP);
    }
    assertThat(new HashSet<>(asked)).hasSize(300);
    return ExampleGenerator.builder(teacher, GenerationVariant.DETAILED)
        .entity("product")
        .known(known)
        .questions(1)
        .build()
        .apply(asked);
  }

  private static List<TrainingPair> made(List<PairOutcome> outcomes) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.pairs().stream())
        .filter(pair -> pair.generatedFrom().isPresent())
        .toList();
  }

  private static List<PairHash> hashes(List<TrainingPair> pairs) {
    return pairs.stream()
        .map(
            pair ->
                KnownPairs.hash(pair.pair(), GenerationPromptsTest.ONE_TEXT.serializer())
                    .orElseThrow())
        .toList();
  }

  private static Map<String, Long> byReason(List<PairOutcome> outcomes) {
    return outcomes.stream().collect(groupingBy(PairOutcome::reason, TreeMap::new, counting()));
  }

  private static Map<String, Long> byDetail(List<PairOutcome> outcomes, String detail) {
    return outcomes.stream()
        .filter(outcome -> outcome.details().containsKey(detail))
        .collect(
            groupingBy(
                outcome -> requireNonNull(outcome.details().get(detail)),
                TreeMap::new,
                counting()));
  }
}
