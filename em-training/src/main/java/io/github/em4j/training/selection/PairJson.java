package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.Explanation;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import java.util.List;
import java.util.Optional;

/**
 * A training pair as JSON. Written whole, it has all that is known of it. Written as what became of
 * another pair of the same key, it has only what is different; {@code null} says that it has
 * something no more.
 */
final class PairJson {
  private PairJson() {}

  static ObjectNode write(TrainingPair pair) {
    LabeledPair labeled = pair.pair();
    ObjectNode json = JsonLines.object().put("key", pair.key());
    json.put("label", labeled.label().ordinal());
    json.set("left", description(labeled.pair().left()));
    json.set("right", description(labeled.pair().right()));
    if (!labeled.annotations().equals(PairAnnotations.NONE)) {
      json.set("annotations", annotations(labeled.annotations()));
    }
    pair.explanation().ifPresent(why -> json.set("explanation", ExplanationJson.write(why)));
    pair.generatedFrom().ifPresent(origin -> json.put("generatedFrom", origin));
    return json;
  }

  /** What became of a pair, as far as it is not what it was. Whole if it has another key. */
  static ObjectNode write(TrainingPair pair, TrainingPair before) {
    if (!pair.key().equals(before.key())) {
      return write(pair);
    }
    ObjectNode json = write(pair);
    ObjectNode old = write(before);
    for (String field : List.of("label", "left", "right", "annotations")) {
      // As text, since the order of attributes counts.
      if (json.path(field).toString().equals(old.path(field).toString())) {
        json.remove(field);
      } else if (!json.has(field)) {
        json.putNull(field);
      }
    }
    if (pair.explanation().equals(before.explanation())) {
      json.remove("explanation");
    } else if (pair.explanation().isEmpty()) {
      json.putNull("explanation");
    }
    if (pair.generatedFrom().equals(before.generatedFrom())) {
      json.remove("generatedFrom");
    } else if (pair.generatedFrom().isEmpty()) {
      json.putNull("generatedFrom");
    }
    return json;
  }

  static TrainingPair read(JsonFields json) {
    json.only("key", "label", "left", "right", "annotations", "explanation", "generatedFrom");
    var pair =
        new CandidatePair(description(json.object("left")), description(json.object("right")));
    return new TrainingPair(
        json.text("key"),
        new LabeledPair(pair, label(json), annotations(json)),
        explanation(json),
        json.optionalText("generatedFrom"));
  }

  /** Reads what became of a pair; the pair itself where nothing is different. */
  static TrainingPair read(JsonFields json, TrainingPair before) {
    if (!json.text("key").equals(before.key())) {
      return read(json);
    }
    json.only("key", "label", "left", "right", "annotations", "explanation", "generatedFrom");
    return new TrainingPair(
        before.key(),
        new LabeledPair(
            changed(json, before.pair().pair()),
            json.has("label") ? label(json) : before.pair().label(),
            json.has("annotations") ? annotations(json) : before.pair().annotations()),
        json.has("explanation") ? explanation(json) : before.explanation(),
        json.has("generatedFrom") ? json.optionalText("generatedFrom") : before.generatedFrom());
  }

  private static CandidatePair changed(JsonFields json, CandidatePair before) {
    if (!json.has("left") && !json.has("right")) {
      return before;
    }
    return new CandidatePair(
        json.has("left") ? description(json.object("left")) : before.left(),
        json.has("right") ? description(json.object("right")) : before.right());
  }

  /** Whether two pairs are written alike; unlike records, the order of their attributes counts. */
  static boolean areAlike(List<TrainingPair> some, List<TrainingPair> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      TrainingPair pair = some.get(i);
      TrainingPair other = others.get(i);
      if (pair != other && !write(pair).toString().equals(write(other).toString())) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode description(EntityDescription record) {
    ObjectNode json = JsonLines.object();
    if (!record.id().isEmpty()) {
      json.put("id", record.id());
    }
    ObjectNode attributes = json.putObject("attributes");
    record.attributes().forEach(attributes::put);
    return json;
  }

  private static EntityDescription description(JsonFields json) {
    json.only("id", "attributes");
    return new EntityDescription(json.optionalText("id").orElse(""), json.texts("attributes"));
  }

  private static ObjectNode annotations(PairAnnotations known) {
    ObjectNode json = JsonLines.object();
    known.leftEntity().ifPresent(entity -> json.put("leftEntity", entity));
    known.rightEntity().ifPresent(entity -> json.put("rightEntity", entity));
    known.hardNegative().ifPresent(hard -> json.put("hardNegative", hard));
    return json;
  }

  private static PairAnnotations annotations(JsonFields json) {
    if (!json.hasValue("annotations")) {
      return PairAnnotations.NONE;
    }
    JsonFields known = json.object("annotations").only("leftEntity", "rightEntity", "hardNegative");
    return new PairAnnotations(
        known.optionalText("leftEntity"),
        known.optionalText("rightEntity"),
        known.optionalBoolean("hardNegative"));
  }

  private static MatchLabel label(JsonFields json) {
    long label = json.count("label");
    if (label > 1) {
      throw new IllegalArgumentException("'label' must be 0 or 1, found " + label);
    }
    return MatchLabel.of(label == 1);
  }

  private static Optional<Explanation> explanation(JsonFields json) {
    return json.hasValue("explanation")
        ? Optional.of(ExplanationJson.read(json.object("explanation")))
        : Optional.empty();
  }
}
