package io.github.em4j.prompts.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.evaluation.errors.ClassifiedError.Assignment;
import io.github.em4j.evaluation.errors.ErrorClass;
import io.github.em4j.internal.JsonObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads what a model answered in an error analysis, tolerantly. Never fails. */
final class ErrorAnswers {
  private static final Set<String> NAME = Set.of("name", "title", "errorclass", "classname");
  private static final Set<String> DESCRIPTION =
      Set.of("description", "explanation", "definition", "meaning");
  private static final Set<String> CLASS =
      Set.of("class", "number", "id", "classnumber", "classid", "errorclass", "name", "classname");
  private static final Set<String> CONFIDENCE =
      Set.of("confidence", "probability", "score", "certainty");

  /** No name of a class is longer; a longer one is a sentence that was put in the wrong place. */
  private static final int LONGEST_NAME = 120;

  private ErrorAnswers() {}

  /**
   * The classes that an answer names, each name once.
   *
   * @param most how many are taken, the first ones
   * @return empty where the answer has none
   */
  static List<ErrorClass> classes(String answer, int most) {
    var classes = new LinkedHashMap<String, ErrorClass>();
    for (JsonNode object : objects(answer)) {
      Optional<String> name = text(object, NAME).filter(n -> n.length() <= LONGEST_NAME);
      Optional<String> description = text(object, DESCRIPTION);
      if (name.isPresent() && description.isPresent() && classes.size() < most) {
        classes.putIfAbsent(bare(name.get()), new ErrorClass(name.get(), description.get()));
      }
    }
    return List.copyOf(classes.values());
  }

  /**
   * The classes to which an answer assigns an error, the most confident one first.
   *
   * @param classes those that the question names, numbered from 1 on
   * @return an empty list where the answer says that no class fits; empty where nothing can be read
   */
  static Optional<List<Assignment>> assignments(String answer, List<ErrorClass> classes) {
    var confidences = new LinkedHashMap<ErrorClass, Double>();
    boolean saysNone = false;
    for (JsonNode object : objects(answer)) {
      Optional<ErrorClass> errorClass =
          field(object, CLASS).flatMap(value -> errorClass(value, classes));
      OptionalDouble confidence = confidence(object);
      if (errorClass.isPresent() && confidence.isPresent()) {
        confidences.merge(errorClass.get(), confidence.getAsDouble(), Math::max);
      }
      saysNone |= field(object, Set.of("classes")).filter(ErrorAnswers::isEmptyArray).isPresent();
    }
    if (confidences.isEmpty()) {
      return saysNone ? Optional.of(List.of()) : Optional.empty();
    }
    return Optional.of(
        confidences.entrySet().stream()
            .map(entry -> new Assignment(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingDouble(assignment -> -assignment.confidence()))
            .toList());
  }

  private static boolean isEmptyArray(JsonNode node) {
    return node.isArray() && node.isEmpty();
  }

  /** By its number, or by its name. */
  private static Optional<ErrorClass> errorClass(JsonNode value, List<ErrorClass> classes) {
    String word = bare(value.asText());
    for (int i = 0; i < classes.size(); i++) {
      if (word.equals(Integer.toString(i + 1)) || word.equals(bare(classes.get(i).name()))) {
        return Optional.of(classes.get(i));
      }
    }
    return Optional.empty();
  }

  /** In [0, 1], also where it is written as {@code 80 %} or {@code "0.8"}. */
  private static OptionalDouble confidence(JsonNode object) {
    Optional<String> written = field(object, CONFIDENCE).map(JsonNode::asText).map(String::strip);
    if (written.isEmpty()) {
      return OptionalDouble.empty();
    }
    boolean percent = written.get().endsWith("%");
    try {
      double number = Double.parseDouble(written.get().replaceAll("\\s*%$", ""));
      // From 1 to 10 it may be a mark on any scale.
      double value = percent || number > 10 ? number / 100 : number;
      return value >= 0 && value <= 1 ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** All objects of an answer, those inside of others included. */
  private static List<JsonNode> objects(String answer) {
    var objects = new ArrayList<JsonNode>();
    JsonObjects.in(answer, field -> true).objects().forEach(node -> collect(node, objects));
    return objects;
  }

  private static void collect(JsonNode node, List<JsonNode> objects) {
    if (node.isObject()) {
      objects.add(node);
    }
    node.forEach(inner -> collect(inner, objects));
  }

  private static Optional<String> text(JsonNode object, Set<String> names) {
    return field(object, names)
        .filter(JsonNode::isTextual)
        .map(value -> value.asText().strip().replaceAll("[\\s\\p{Cntrl}]+", " "))
        .filter(value -> !value.isBlank());
  }

  private static Optional<JsonNode> field(JsonNode object, Set<String> names) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (names.contains(bare(field.getKey()))) {
        return Optional.of(field.getValue());
      }
    }
    return Optional.empty();
  }

  /** Letters and digits alone, in lower case. */
  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
