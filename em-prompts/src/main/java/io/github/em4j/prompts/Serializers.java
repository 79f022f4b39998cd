package io.github.em4j.prompts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The serialisers that the literature uses. All of them omit missing values. None of them has a
 * length limit by itself; {@link EntitySerializer#withValueLimit} and {@link
 * EntitySerializer#withTextLimit} set one.
 */
public final class Serializers {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern MARKER = Pattern.compile("(?<!\\S)(?:COL|VAL)(?!\\S)");

  private Serializers() {}

  /**
   * The title alone, as the paper serialises products: attribute {@code title}, or {@code name}
   * where there is no title (Abt-Buy).
   *
   * @return a serialiser that fails for a record with neither
   */
  public static EntitySerializer titleOnly() {
    return new Described("title only") {
      @Override
      public String serialize(EntityDescription entity) {
        return entity
            .attribute("title")
            .or(() -> entity.attribute("name"))
            .orElseThrow(() -> nothingToWrite(entity, List.of("title", "name")));
      }
    };
  }

  /**
   * Chosen values in the given order, joined by a separator. {@code attributes("; ", "title",
   * "authors", "venue", "year")} is the paper's form of bibliographic records. A value that holds
   * the separator is written as it is, as in the paper.
   *
   * @param separator what stands between two values; not empty
   * @param names the attributes to write, at least one, all different
   * @return a serialiser that fails for a record with none of them
   * @throws IllegalArgumentException if the separator is empty, or a name is blank or given twice,
   *     or there is none
   */
  public static EntitySerializer attributes(String separator, String... names) {
    if (requireNonNull(separator, "separator").isEmpty()) {
      throw new IllegalArgumentException("the separator of values must not be empty");
    }
    List<String> chosen = requireNames(names);
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("at least one attribute is needed, found none");
    }
    return new Described("values of " + chosen + " joined by '" + separator + "'") {
      @Override
      public String serialize(EntityDescription entity) {
        return String.join(separator, present(entity, chosen).values());
      }
    };
  }

  /**
   * Names and values between markers, the form of Ditto: {@code COL title VAL … COL price VAL …}. A
   * marker that stands as a word of its own inside a name or a value is written in lower case, so
   * that no value can add an attribute.
   *
   * @param names the attributes to write, in that order; none for all of them in the order of the
   *     record
   * @return a serialiser that fails for a record with none of them
   * @throws IllegalArgumentException if a name is blank or given twice
   */
  public static EntitySerializer colVal(String... names) {
    List<String> chosen = requireNames(names);
    return new Described("COL/VAL" + suffix(chosen)) {
      @Override
      public String serialize(EntityDescription entity) {
        var text = new StringBuilder();
        present(entity, chosen)
            .forEach(
                (name, value) ->
                    text.append(text.isEmpty() ? "" : " ")
                        .append("COL ")
                        .append(withoutMarkers(name))
                        .append(" VAL ")
                        .append(withoutMarkers(value)));
        return text.toString();
      }
    };
  }

  /**
   * A compact JSON object of names and values (strings).
   *
   * @param names the attributes to write, in that order; none for all of them in the order of the
   *     record
   * @return a serialiser that fails for a record with none of them
   * @throws IllegalArgumentException if a name is blank or given twice
   */
  public static EntitySerializer json(String... names) {
    List<String> chosen = requireNames(names);
    return new Described("JSON" + suffix(chosen)) {
      @Override
      public String serialize(EntityDescription entity) {
        return writeJson(present(entity, chosen));
      }
    };
  }

  private static String writeJson(Map<String, String> attributes) {
    var text = new StringWriter();
    try (var generator = JSON.createGenerator(text)) {
      generator.writeStartObject();
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        generator.writeStringField(attribute.getKey(), attribute.getValue());
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The chosen attributes that the record has; all of its attributes where none are chosen. */
  private static Map<String, String> present(EntityDescription entity, List<String> chosen) {
    var present = new LinkedHashMap<String, String>();
    for (String name : chosen.isEmpty() ? entity.attributes().keySet() : chosen) {
      entity.attribute(name).ifPresent(value -> present.put(name, value));
    }
    if (present.isEmpty()) {
      throw nothingToWrite(entity, chosen);
    }
    return present;
  }

  private static EntityMatchingException nothingToWrite(
      EntityDescription entity, List<String> wanted) {
    return new EntityMatchingException(
        "record '"
            + entity.id()
            + "' cannot be serialised: "
            + (wanted.isEmpty() ? "it needs an attribute" : "it needs one of " + wanted)
            + ", it has "
            + entity.attributes().keySet());
  }

  private static String withoutMarkers(String text) {
    return MARKER.matcher(text).replaceAll(marker -> marker.group().equals("COL") ? "col" : "val");
  }

  private static String suffix(List<String> names) {
    return names.isEmpty() ? "" : " of " + names;
  }

  private static List<String> requireNames(String... names) {
    var distinct = new LinkedHashSet<String>();
    for (String name : names) {
      if (name.isBlank() || !distinct.add(name)) {
        throw new IllegalArgumentException(
            "attribute names must be different and not blank, found " + List.of(names));
      }
    }
    return new ArrayList<>(distinct);
  }

  private abstract static class Described implements EntitySerializer {
    private final String description;

    Described(String description) {
      this.description = description;
    }

    @Override
    public final String description() {
      return description;
    }

    @Override
    public final String toString() {
      return "EntitySerializer[" + description + "]";
    }
  }
}
