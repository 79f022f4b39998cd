package io.github.em4j.onnx.checkpoint;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The filters that chat templates may use: those of Jinjava that do as Jinja's do, and our own. */
final class TemplateFilters {
  /** Stands for {@code [::-1]}, which Jinjava cannot read. */
  static final String REVERSED = "em4j_reversed";

  private static final List<Filter> OWN =
      List.of(
          new Own("trim", value -> value instanceof String s ? PythonStrings.strip(s) : value),
          new Own("e", TemplateFilters::escape),
          new Own("escape", TemplateFilters::escape),
          new Own("items", TemplateFilters::items),
          new Own(REVERSED, TemplateFilters::reversed));

  /** Compared with Jinja by {@code GoldenTemplatesTest}. */
  private static final Set<String> SAME_AS_JINJA =
      Set.of(
          "capitalize",
          "count",
          "d",
          "default",
          "dictsort",
          "first",
          "indent",
          "int",
          "join",
          "last",
          "length",
          "list",
          "lower",
          "map",
          "reject",
          "rejectattr",
          "replace",
          "reverse",
          "safe",
          "selectattr",
          "sort",
          "string",
          "title",
          "unique",
          "upper",
          "wordcount");

  private TemplateFilters() {}

  static List<Filter> own() {
    return OWN;
  }

  static void requireKnown(String name) {
    if (!SAME_AS_JINJA.contains(name) && OWN.stream().noneMatch(f -> f.getName().equals(name))) {
      throw new TemplateFunctions.Unknown(
          "it uses the filter '%s', which em4j does not compute".formatted(Names.shortened(name)));
    }
  }

  private static @Nullable Object escape(@Nullable Object value) {
    return value == null
        ? ""
        : value
            .toString()
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("'", "&#39;")
            .replace("\"", "&#34;");
  }

  private static @Nullable Object items(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? List.copyOf(map.entrySet()) : List.of();
  }

  private static @Nullable Object reversed(@Nullable Object value) {
    if (value instanceof String text) {
      return new StringBuilder(text).reverse().toString();
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<Object>(list);
      Collections.reverse(copy);
      return copy;
    }
    throw new TemplateFunctions.Unknown("it reverses what is neither a list nor a text");
  }

  private record Own(String name, Function<@Nullable Object, @Nullable Object> function)
      implements Filter {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public @Nullable Object filter(
        @Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
      if (arguments.length > 0) {
        throw new TemplateFunctions.Unknown(
            "it gives arguments to the filter '%s', which em4j does not know".formatted(name));
      }
      return function.apply(value);
    }
  }
}
