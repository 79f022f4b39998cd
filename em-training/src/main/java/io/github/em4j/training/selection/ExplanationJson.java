package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.AttributeComparison;
import io.github.em4j.Explanation;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;

/** An explanation as JSON: {@code text}, or {@code comparisons} with one entry an attribute. */
final class ExplanationJson {
  private ExplanationJson() {}

  static ObjectNode write(Explanation explanation) {
    ObjectNode json = JsonLines.object();
    if (explanation instanceof TextExplanation text) {
      json.put("text", text.text());
    } else if (explanation instanceof StructuredExplanation structured) {
      ArrayNode comparisons = json.putArray("comparisons");
      structured.comparisons().forEach(comparison -> write(comparison, comparisons.addObject()));
    }
    return json;
  }

  private static void write(AttributeComparison comparison, ObjectNode json) {
    json.put("attribute", comparison.attribute());
    comparison.left().ifPresent(value -> json.put("left", value));
    comparison.right().ifPresent(value -> json.put("right", value));
    comparison.importance().ifPresent(value -> json.put("importance", value));
    comparison.similarity().ifPresent(value -> json.put("similarity", value));
  }

  static Explanation read(JsonFields json) {
    if (json.has("text")) {
      return new TextExplanation(json.only("text").text("text"));
    }
    return new StructuredExplanation(
        json.only("comparisons").objects("comparisons").stream()
            .map(ExplanationJson::comparison)
            .toList());
  }

  private static AttributeComparison comparison(JsonFields json) {
    json.only("attribute", "left", "right", "importance", "similarity");
    return new AttributeComparison(
        json.text("attribute"),
        json.optionalText("left"),
        json.optionalText("right"),
        json.optionalNumber("importance"),
        json.optionalNumber("similarity"));
  }
}
