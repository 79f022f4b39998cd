package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.Explanation;
import io.github.em4j.LabeledPair;
import io.github.em4j.TextExplanation;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.Row;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.prompts.explanation.StructuredExplanationParser;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Labelled pairs with an explanation each, from recorded model output. */
final class ExplainedPairs {

  private ExplainedPairs() {}

  /** A pair, and why it is what it is. */
  record Pair(LabeledPair pair, Explanation why) {}

  /**
   * Reads JSON lines with {@code left}, {@code right}, {@code label} and {@code explanation}; the
   * texts of the records become their titles.
   */
  static List<Pair> read(Path file, ExplanationKind kind) {
    var parser = new StructuredExplanationParser();
    try (Stream<Row> rows = DatasetReader.streamRows(file)) {
      return rows.map(row -> pair(new RecordedRow(file, row), kind, parser)).toList();
    }
  }

  private static Pair pair(
      RecordedRow row, ExplanationKind kind, StructuredExplanationParser parser) {
    String left = row.text("left");
    String right = row.text("right");
    var pair =
        new CandidatePair(
            EntityDescription.of("").with("title", left),
            EntityDescription.of("").with("title", right));
    String text = row.text("explanation");
    Explanation why =
        kind.isStructured()
            ? parser.parse(text, left, right).explanation()
            : new TextExplanation(text);
    return new Pair(new LabeledPair(pair, row.label()), why);
  }
}
