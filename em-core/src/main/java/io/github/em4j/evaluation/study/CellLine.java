package io.github.em4j.evaluation.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.Answer;
import java.time.Duration;
import java.util.Optional;

/**
 * One pair of a cell: a line of its file.
 *
 * @param ordinal the place of the pair in its split, from 0
 * @param left the id of the left record
 * @param right the id of the right record
 * @param label what the gold standard says
 * @param stored what was answered
 */
record CellLine(int ordinal, String left, String right, MatchLabel label, StoredAnswer stored) {

  static CellLine of(int ordinal, LabeledPair pair, StoredAnswer stored) {
    return new CellLine(
        ordinal, pair.pair().left().id(), pair.pair().right().id(), pair.label(), stored);
  }

  /** The pair as far as the line knows it. */
  LabeledPair pair() {
    return new LabeledPair(
        new CandidatePair(EntityDescription.of(left), EntityDescription.of(right)), label);
  }

  boolean isAbout(LabeledPair pair) {
    return left.equals(pair.pair().left().id())
        && right.equals(pair.pair().right().id())
        && label == pair.label();
  }

  ObjectNode write() {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("ordinal", ordinal).put("left", left).put("right", right);
    line.put("label", label.name()).put("answer", stored.answer().name());
    stored.matchProbability().ifPresent(value -> line.put("matchProbability", value));
    stored.rawAnswer().ifPresent(value -> line.put("rawAnswer", value));
    stored.error().ifPresent(value -> line.put("error", value));
    line.put("latencyNanos", stored.latency().toNanos());
    line.put("promptTokens", stored.usage().promptTokens());
    line.put("completionTokens", stored.usage().completionTokens());
    return line;
  }

  static CellLine read(JsonNode line) {
    JsonFields fields = JsonFields.of(line);
    Optional<String> rawAnswer = fields.optionalText("rawAnswer");
    return new CellLine(
        Math.toIntExact(fields.number("ordinal")),
        fields.text("left"),
        fields.text("right"),
        fields.constant("label", MatchLabel.class),
        new StoredAnswer(
            fields.constant("answer", Answer.class),
            fields.optionalReal("matchProbability"),
            rawAnswer,
            fields.optionalText("error"),
            Duration.ofNanos(fields.number("latencyNanos")),
            new TokenUsage(fields.number("promptTokens"), fields.number("completionTokens"))));
  }
}
