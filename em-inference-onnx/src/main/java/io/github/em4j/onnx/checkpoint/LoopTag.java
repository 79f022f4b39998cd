package io.github.em4j.onnx.checkpoint;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.parse.TagToken;
import com.hubspot.jinjava.util.ForLoop;
import com.hubspot.jinjava.util.ObjectIterator;
import com.hubspot.jinjava.util.ObjectTruthValue;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code for} of Jinja, where Jinjava's own differs: a condition ({@code for m in messages if
 * m.role == 'user'}) that leaves items out of {@code loop.index} and {@code loop.last}, an {@code
 * else} for a loop without items, and a scope for every item, so that what one item sets is unknown
 * to the next.
 */
final class LoopTag implements Tag {
  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_ITEMS = 10_000;

  private static final ForTag JINJAVA = new ForTag();

  @Override
  public String getName() {
    return "for";
  }

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    var head = JINJAVA.getLoopVarsAndExpression((TagToken) tag.getMaster());
    List<String> names = head.getLeft();
    String expression = head.getRight();
    int condition = endOfCollection(expression);
    String collection = expression.substring(0, condition);
    List<Object> items = items(interpreter.resolveELExpression(collection, tag.getLineNumber()));
    if (condition < expression.length()) {
      String test = expression.substring(condition + " if ".length());
      items = passing(items, names, test, tag, interpreter);
    }
    return items.isEmpty()
        ? render(otherwise(tag), interpreter)
        : loop(items, names, body(tag), interpreter);
  }

  /** Where {@code if} stands, outside of texts and brackets; the length where it does not. */
  private static int endOfCollection(String expression) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (quote != 0) {
        i += c == '\\' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      } else if (depth == 0 && expression.startsWith(" if ", i)) {
        return i;
      }
    }
    return expression.length();
  }

  private static List<Object> items(@Nullable Object collection) {
    var items = new ArrayList<Object>();
    ForLoop all = ObjectIterator.getLoop(collection);
    while (all.hasNext()) {
      if (items.size() == MAX_ITEMS) {
        throw new TemplateFunctions.Refusal("a loop has more than " + MAX_ITEMS + " items");
      }
      items.add(all.next());
    }
    return items;
  }

  private static List<Object> passing(
      List<Object> items,
      List<String> names,
      String test,
      TagNode tag,
      JinjavaInterpreter interpreter) {
    var passing = new ArrayList<Object>();
    for (Object item : items) {
      try (var scope = interpreter.enterNonStackingScope()) {
        assign(item, names, interpreter);
        if (ObjectTruthValue.evaluate(interpreter.resolveELExpression(test, tag.getLineNumber()))) {
          passing.add(item);
        }
      }
    }
    return passing;
  }

  private static String loop(
      List<Object> items, List<String> names, List<Node> body, JinjavaInterpreter interpreter) {
    var text = new StringBuilder();
    var loop = new ForLoop(items.iterator(), items.size());
    while (loop.hasNext()) {
      Object item = loop.next();
      try (var scope = interpreter.enterNonStackingScope()) {
        interpreter.getContext().put("loop", loop);
        assign(item, names, interpreter);
        for (Node node : body) {
          text.append(node.render(interpreter).getValue());
          if (loop.isContinued()) {
            break;
          }
        }
      }
      TemplateEngine.requireBounded(text);
    }
    return text.toString();
  }

  /** One name takes the item, several take its parts. */
  private static void assign(Object item, List<String> names, JinjavaInterpreter interpreter) {
    Map<String, Object> scope = interpreter.getContext();
    if (names.size() == 1) {
      scope.put(names.get(0), interpreter.wrap(item));
      return;
    }
    List<?> parts =
        item instanceof Map.Entry<?, ?> entry
            ? List.of(entry.getKey(), entry.getValue())
            : item instanceof List<?> list ? list : List.of();
    if (parts.size() != names.size()) {
      throw new TemplateFunctions.Refusal(
          "a loop asks for %d parts of %s".formatted(names.size(), names));
    }
    for (int i = 0; i < names.size(); i++) {
      scope.put(names.get(i), interpreter.wrap(parts.get(i)));
    }
  }

  private static String render(List<Node> nodes, JinjavaInterpreter interpreter) {
    var text = new StringBuilder();
    nodes.forEach(node -> text.append(node.render(interpreter).getValue()));
    return text.toString();
  }

  private static List<Node> body(TagNode tag) {
    return List.copyOf(tag.getChildren().subList(0, elseOf(tag)));
  }

  private static List<Node> otherwise(TagNode tag) {
    int start = Math.min(elseOf(tag) + 1, tag.getChildren().size());
    return List.copyOf(tag.getChildren().subList(start, tag.getChildren().size()));
  }

  private static int elseOf(TagNode tag) {
    int place = 0;
    for (Node child : tag.getChildren()) {
      if (child.getName().equals("else")) {
        return place;
      }
      place++;
    }
    return place;
  }
}
