package io.github.em4j.training.selection.teaching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.MatchLabel;
import io.github.em4j.training.selection.teaching.PairBatchReader.Batch;
import io.github.em4j.training.selection.teaching.PairBatchReader.WrittenByTeacher;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PairBatchReaderTest {
  private static final WrittenByTeacher PAIR =
      new WrittenByTeacher(
          Map.of("title", "Acme LP-100"), Map.of("title", "acme lp100"), MatchLabel.MATCH);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"entity_one\": \"Acme LP-100\", \"entity_two\": \"acme lp100\", \"match\": true}]",
        "{\"entity_one\": \"Acme LP-100\", \"entity_two\": \"acme lp100\", \"match\": true}",
        "```json\n[{\"entity_one\":\"Acme LP-100\",\"entity_two\":\"acme lp100\",\"match\":true},]"
            + "\n```",
        "It's done: [{'entity_one': 'Acme LP-100', 'entity_two': 'acme lp100', 'match': True}]",
        "{\"pairs\": [{\"left\": \"Acme LP-100\", \"right\": \"acme lp100\", \"label\":"
            + " \"yes\",},]}",
        "[{Entity1: \"Acme LP-100\", Entity2: \"acme lp100\", isMatch: 1}]",
        "[{\"match\": \"Match\", // it's one\n \"entity_one\": \"Acme\n LP-100\","
            + " \"entity_two\": {\"title\": \"acme lp100\"}}] I hope {this} helps {",
      })
  void readsAPairHoweverItIsWritten(String answer) {
    Batch batch = read(answer);
    assertThat(batch.pairs()).containsExactly(PAIR);
    assertThat(batch.rejected()).isEmpty();
  }

  @Test
  void readsQuotationMarksThatShouldHaveBeenEscaped() {
    Batch batch =
        read(
            "[{\"entity_one\": \"TV 24\", 4K\", \"entity_two\": \"24\" TV\", \"match\": false},\n"
                + "{'entity_one': 'Men's watch', 'entity_two': 'watch', 'match': False}]");
    assertThat(batch.pairs())
        .extracting(pair -> pair.left().get("title"))
        .containsExactly("TV 24\", 4K", "Men's watch");
    assertThat(batch.pairs().get(0).right()).containsEntry("title", "24\" TV");
  }

  @Test
  void pythonsWordsInsideOfValuesStay() {
    assertThat(
            read("{'entity_one': 'True Religion', 'entity_two': 'None, True', 'match': False}")
                .pairs())
        .containsExactly(
            new WrittenByTeacher(
                Map.of("title", "True Religion"),
                Map.of("title", "None, True"),
                MatchLabel.NON_MATCH));
  }

  @Test
  void keepsTheCompletePairsOfAnAnswerThatWasCutOff() {
    Batch batch = read("[" + json("a", "b", "true") + ",\n" + "{\"entity_one\": \"c\", \"entity_t");
    assertThat(batch.pairs()).hasSize(1);
    assertThat(batch.rejected()).isEqualTo(Map.of(PairRejection.CUT_OFF, 1));
    assertThat(batch.written()).isEqualTo(2);
  }

  @Test
  void aBrokenPairCostsNoOther() {
    Batch batch =
        read(
            "[{\"entity_one\": \"a\" \"entity_two\": 7, \"match\": true},"
                + json("a", "b", "true")
                + "]");
    assertThat(batch.pairs()).hasSize(1);
    assertThat(batch.rejected()).isEqualTo(Map.of(PairRejection.UNREADABLE, 1));
  }

  @Test
  void pairsThatMeltedIntoOneAreNotRead() {
    Batch batch =
        read(
            "{\"entity_one\": \"a\", \"entity_two\": \"b\","
                + " \"entity_one\": \"c\", \"entity_two\": \"d\", \"match\": true}");
    assertThat(batch.pairs()).isEmpty();
    assertThat(batch.rejected()).isEqualTo(Map.of(PairRejection.UNREADABLE, 1));
  }

  @Test
  void saysWhyAPairDoesNotServe() {
    Batch batch =
        new PairBatchReader(GenerationPromptsTest.ONE_TEXT)
            .read(
                "["
                    + String.join(
                        ",",
                        json("a", " ", "true"),
                        "{\"entity_one\": \"a\", \"match\": true}",
                        "{\"entity_one\": \"a\", \"entity_two\": [\"b\"], \"match\": true}",
                        json("a", "null", "true"),
                        json("a", "b", "\"perhaps\""),
                        json("Acme  x", "acme X", "true"),
                        json("old", "pair", "true"),
                        json("c", "d", "true"),
                        json("D", "C", "false"))
                    + "]",
                PairHash.of("pair", "OLD")::equals);
    assertThat(batch.rejected())
        .isEqualTo(
            Map.of(
                PairRejection.NO_SIDE, 4,
                PairRejection.NO_LABEL, 1,
                PairRejection.SAME_SIDES, 1,
                PairRejection.KNOWN, 1,
                PairRejection.REPEATED, 1));
    assertThat(batch.counts())
        .isEqualTo("NO_SIDE=4, NO_LABEL=1, SAME_SIDES=1, KNOWN=1, REPEATED=1");
    assertThat(batch.pairs()).hasSize(1);
  }

  @Test
  void readsObjectsOfAttributesWithoutTheMissingOnes() {
    Batch batch =
        new PairBatchReader(GenerationPromptsTest.ATTRIBUTES)
            .read(
                "{\"entity_one\": {\"Brand\": \"Acme\", \"title\": \"LP-100\", \"price\": 3},"
                    + " \"entity_two\": {\"title\": \"LP100\", \"brand\": null}, \"match\": true}",
                hash -> false);
    assertThat(batch.pairs())
        .containsExactly(
            new WrittenByTeacher(
                Map.of("title", "LP-100", "brand", "Acme"),
                Map.of("title", "LP100"),
                MatchLabel.MATCH));
    assertThat(batch.pairs().get(0).left().keySet()).containsExactly("title", "brand");
  }

  @Test
  void aTextIsNoObjectOfAttributes() {
    assertThat(
            new PairBatchReader(GenerationPromptsTest.ATTRIBUTES)
                .read(json("a", "b", "true"), hash -> false)
                .rejected())
        .isEqualTo(Map.of(PairRejection.NO_SIDE, 1));
  }

  @Test
  void manyBracesDoNotTakeLong() {
    assertThat(read("{\"a\":[".repeat(5_000)).written()).isZero();
    assertThat(read("{".repeat(50_000)).written()).isZero();
    assertThat(read("{\"x{'y".repeat(5_000)).written()).isZero();
  }

  private static Batch read(String answer) {
    return new PairBatchReader(GenerationPromptsTest.ONE_TEXT).read(answer, hash -> false);
  }

  private static String json(String left, String right, String label) {
    return "{\"entity_one\": \"%s\", \"entity_two\": \"%s\", \"match\": %s}"
        .formatted(left, right, label);
  }
}
