package io.github.em4j;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A record of one source, as that source describes one real-world entity.
 *
 * <p>Attributes keep the order in which they were given. A missing value is an absent key: blank
 * values are dropped on construction, so that no later step can render them as {@code null} or
 * {@code nan}.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param id identifies the record within its source; may be empty where the source has no ids
 * @param attributes attribute names to non-blank values, in the order of the source
 */
public record EntityDescription(String id, Map<String, String> attributes) {

  /**
   * Copies the attributes and drops those with a blank value.
   *
   * @throws NullPointerException if the id, the map, a name or a value is null
   * @throws IllegalArgumentException if an attribute name is blank
   */
  public EntityDescription {
    requireNonNull(id, "id");
    requireNonNull(attributes, "attributes");
    var present = new LinkedHashMap<String, String>();
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String name = requireNonNull(attribute.getKey(), "attribute name");
      String value = attribute.getValue();
      if (value == null) {
        throw new NullPointerException(
            "attribute '" + name + "' of record '" + id + "' is null; leave a missing value out");
      }
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "record '" + id + "' has an attribute with a blank name");
      }
      if (!value.isBlank()) {
        present.put(name, value);
      }
    }
    attributes = Collections.unmodifiableMap(present);
  }

  /**
   * A record without attributes yet, to be filled by {@link #with}.
   *
   * @param id identifies the record within its source
   * @return a record with that id and no attributes
   */
  public static EntityDescription of(String id) {
    return new EntityDescription(id, Map.of());
  }

  /**
   * This record with one more attribute, or with another value for an attribute that it has
   * already.
   *
   * @param name the attribute's name, not blank
   * @param value its value; a blank one removes the attribute
   * @return a new record; this one stays as it is
   */
  public EntityDescription with(String name, String value) {
    var changed = new LinkedHashMap<>(attributes);
    changed.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return new EntityDescription(id, changed);
  }

  /**
   * The value of one attribute.
   *
   * @param name the attribute's name
   * @return its value, or empty where the record does not have it
   */
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(requireNonNull(name, "name")));
  }
}
