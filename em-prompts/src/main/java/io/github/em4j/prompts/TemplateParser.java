package io.github.em4j.prompts;

import io.github.em4j.prompts.TemplatePart.Literal;
import io.github.em4j.prompts.TemplatePart.Quoting;
import io.github.em4j.prompts.TemplatePart.Side;
import io.github.em4j.prompts.TemplatePart.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the texts of one template and says what is wrong with them. */
final class TemplateParser {
  private static final String ENTITY = "entity";

  private final Optional<String> entity;
  private boolean entityUsed;

  TemplateParser(Optional<String> entity) {
    this.entity = entity;
  }

  /** Reads a question: both sides once each. */
  List<TemplatePart> question(String text) {
    List<TemplatePart> parts = parse(text, "{left}, {right} and {entity}", true);
    for (Side side : Side.values()) {
      long times =
          parts.stream().filter(p -> p instanceof Value value && value.side() == side).count();
      if (times != 1) {
        throw new IllegalArgumentException(
            "placeholder {"
                + side.placeholder()
                + "} "
                + (times == 0 ? "is missing" : "is repeated (" + times + " times)")
                + "; {left} and {right} must occur once each");
      }
    }
    return parts;
  }

  /** Reads a text that no side may occur in. */
  String withoutValues(String text) {
    var plain = new StringBuilder();
    parse(text, "{entity} in a system message", false)
        .forEach(part -> plain.append(((Literal) part).text()));
    return plain.toString();
  }

  void requireEntityUsed() {
    if (entity.isPresent() && !entityUsed) {
      throw new IllegalArgumentException(
          "placeholder {entity} is missing, but the entity word '" + entity.get() + "' is set");
    }
  }

  private List<TemplatePart> parse(String text, String allowed, boolean sides) {
    var parts = new ArrayList<TemplatePart>();
    var literal = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '{' && c != '}') {
        literal.append(c);
        i++;
      } else if (i + 1 < text.length() && text.charAt(i + 1) == c) {
        literal.append(c);
        i += 2;
      } else {
        int close = text.indexOf('}', i);
        if (c == '}' || close < 0) {
          throw new IllegalArgumentException(
              "a single '"
                  + c
                  + "' at position "
                  + i
                  + "; a brace that is meant as such is doubled");
        }
        String name = text.substring(i + 1, close);
        Optional<Side> side = sides ? sideOf(name) : Optional.empty();
        if (side.isPresent()) {
          flush(literal, parts);
          parts.add(new Value(side.get(), Quoting.between(text, i - 1, close + 1)));
        } else if (name.equals(ENTITY)) {
          literal.append(entityWord());
        } else {
          throw new IllegalArgumentException(
              "unknown placeholder {" + name + "} at position " + i + "; allowed: " + allowed);
        }
        i = close + 1;
      }
    }
    flush(literal, parts);
    return parts;
  }

  private String entityWord() {
    entityUsed = true;
    return entity.orElseThrow(
        () ->
            new IllegalArgumentException(
                "placeholder {entity} is used, but no entity word is set"));
  }

  private static Optional<Side> sideOf(String name) {
    for (Side side : Side.values()) {
      if (side.placeholder().equals(name)) {
        return Optional.of(side);
      }
    }
    return Optional.empty();
  }

  private static void flush(StringBuilder literal, List<TemplatePart> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }
}
