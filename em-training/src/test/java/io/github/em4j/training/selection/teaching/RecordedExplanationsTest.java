package io.github.em4j.training.selection.teaching;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.TextExplanation;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.prompts.answer.Verbalizer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.selection.PairAction;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of explanations that teachers really wrote. */
final class RecordedExplanationsTest {

  /** A pair and what was written about it. */
  private record Recorded(TrainingPair pair, String text, FinishReason finish) {}

  @Test
  void structuredExplanationsServeButForThoseThatContradictTheLabel() {
    var recorded = new ArrayList<Recorded>();
    for (JsonNode row :
        RecordedFiles.rows("tailormatch/explanations_structured_gpt-4o-mini.jsonl.gz")) {
      recorded.add(new Recorded(pair(row), row.get("explanation").asText(), FinishReason.STOP));
    }
    List<PairOutcome> outcomes = explain(recorded, ExplanationKind.STRUCTURED);
    assertThat(byReason(outcomes))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "explained", 671L,
                "explained after repair", 571L,
                "contradicts the label", 8L));
    assertThat((double) explained(outcomes)).isGreaterThanOrEqualTo(0.99 * recorded.size());
  }

  @Test
  void shortExplanationsServeBesideFiveThatWereCutOffAndOneWrongLabel() {
    Map<String, TrainingPair> pairs =
        RecordedFiles.wdcPairs("wdcproducts80cc20rnd000un_train_small.json.gz");
    var recorded = new ArrayList<Recorded>();
    for (JsonNode row :
        RecordedFiles.rows("tailormatch/batch_explanations_wadhwa_gpt-4o-mini.jsonl.gz")) {
      JsonNode choice = row.get("response").get("body").get("choices").get(0);
      recorded.add(
          new Recorded(
              requireNonNull(pairs.get(row.get("custom_id").asText())),
              choice.get("message").get("content").asText(),
              finish(choice)));
    }
    assertThat(recorded).filteredOn(r -> r.finish() == FinishReason.LENGTH).hasSize(31);
    List<PairOutcome> outcomes = explain(recorded, ExplanationKind.WADHWA);
    assertThat(byReason(outcomes))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "explained after repair", 294L, "no answer word", 5L, "contradicts the label", 1L));
    // All of them lack the answering word, which the source put in front later.
    assertThat(byDetail(outcomes, "repairs"))
        .isEqualTo(Map.of("NO_ANSWER_WORD=1", 271L, "LAST_SENTENCE=1, NO_ANSWER_WORD=1", 23L));
    outcomes.forEach(RecordedExplanationsTest::endsWithASentence);
  }

  @Test
  void longExplanationsServeAndShowFourWrongLabels() {
    var recorded = new ArrayList<Recorded>();
    for (JsonNode row :
        RecordedFiles.rows("tailormatch/explanations_long-textual_gpt-4o-mini.jsonl.gz")) {
      String text = row.get("explanation").asText();
      boolean whole = text.endsWith(".") && !Character.isDigit(text.charAt(text.length() - 2));
      recorded.add(new Recorded(pair(row), text, whole ? FinishReason.STOP : FinishReason.LENGTH));
    }
    List<PairOutcome> outcomes = explain(recorded, ExplanationKind.LONG_TEXTUAL);
    assertThat(byReason(outcomes))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("explained", 88L, "explained after repair", 208L, "contradicts the label", 4L));
    outcomes.forEach(RecordedExplanationsTest::endsWithASentence);
  }

  private static void endsWithASentence(PairOutcome outcome) {
    for (TrainingPair pair : outcome.pairs()) {
      var text = (TextExplanation) pair.explanation().orElseThrow();
      assertThat(text.text()).matches("(?s).*[.!?][\"”’')*]*");
    }
  }

  private static List<PairOutcome> explain(List<Recorded> recorded, ExplanationKind kind) {
    var prompts = new ExplanationPrompts(kind, Verbalizer.YES_NO, "product");
    var teacher = new RecordedTeacher();
    var different = new LinkedHashMap<TrainingPair, Recorded>();
    for (Recorded row : recorded) {
      different.put(row.pair(), row);
      teacher.answer(
          prompts.prompt(
              title(row.pair(), true), title(row.pair(), false), row.pair().pair().label()),
          row.text(),
          row.finish());
    }
    assertThat(different).hasSameSizeAs(recorded);
    // A recorded teacher has only one answer to each question.
    return ExplanationTeacher.builder(teacher, kind)
        .entity("product")
        .questions(1)
        .build()
        .apply(new ArrayList<>(different.keySet()));
  }

  private static TrainingPair pair(JsonNode row) {
    return RecordedFiles.pair(
        row.get("pair_id").asText(),
        row.get("left").asText(),
        row.get("right").asText(),
        row.get("label").asInt() == 1);
  }

  private static String title(TrainingPair pair, boolean left) {
    return (left ? pair.pair().pair().left() : pair.pair().pair().right())
        .attribute("title")
        .orElseThrow();
  }

  private static FinishReason finish(JsonNode choice) {
    return choice.get("finish_reason").asText().equals("length")
        ? FinishReason.LENGTH
        : FinishReason.STOP;
  }

  private static long explained(List<PairOutcome> outcomes) {
    return outcomes.stream().filter(o -> o.action() == PairAction.EXPLAINED).count();
  }

  private static Map<String, Long> byReason(List<PairOutcome> outcomes) {
    return outcomes.stream().collect(groupingBy(PairOutcome::reason, TreeMap::new, counting()));
  }

  private static Map<String, Long> byDetail(List<PairOutcome> outcomes, String detail) {
    return outcomes.stream()
        .filter(o -> o.details().containsKey(detail))
        .collect(
            groupingBy(o -> requireNonNull(o.details().get(detail)), TreeMap::new, counting()));
  }
}
