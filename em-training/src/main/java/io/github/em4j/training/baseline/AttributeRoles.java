package io.github.em4j.training.baseline;

import io.github.em4j.EntityDescription;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Maps the attribute names of different schemas to common roles, so that what was learnt from one
 * schema applies to another: {@code name} and {@code title} are both the title.
 */
final class AttributeRoles {

  /** The role of the text that names the entity. */
  static final String TITLE = "title";

  private static final Map<String, String> ROLES = new LinkedHashMap<>();

  static {
    role(TITLE, "title", "name", "product_name", "product_title", "productname", "label");
    role("description", "description", "desc", "abstract");
    role("brand", "brand", "manufacturer", "vendor", "maker");
    role("modelno", "modelno", "model", "model_number", "modelnumber", "mpn", "sku");
    role("authors", "authors", "author", "creator", "creators");
    role("venue", "venue", "journal", "booktitle", "conference");
    role("year", "year", "published", "publication_year");
    role("price", "price", "listprice", "list_price");
    role("category", "category", "categories", "product_type");
  }

  private AttributeRoles() {}

  /** The role of an attribute; an unknown name is a role of its own. */
  static String of(String attribute) {
    String name = attribute.strip().toLowerCase(Locale.ROOT);
    return ROLES.getOrDefault(name, name);
  }

  /**
   * The values of a record by role, in its order, without the ignored attributes; values of one
   * role are joined by a space.
   */
  static Map<String, String> values(EntityDescription description, Set<String> ignored) {
    var values = new LinkedHashMap<String, String>();
    description
        .attributes()
        .forEach(
            (attribute, value) -> {
              if (!ignored.contains(attribute)) {
                values.merge(of(attribute), value, (a, b) -> a + " " + b);
              }
            });
    return values;
  }

  /** The first attribute of a record in that role. */
  static Optional<Map.Entry<String, String>> find(
      EntityDescription description, String role, Set<String> ignored) {
    return description.attributes().entrySet().stream()
        .filter(entry -> of(entry.getKey()).equals(role) && !ignored.contains(entry.getKey()))
        .findFirst();
  }

  private static void role(String role, String... names) {
    for (String name : names) {
      ROLES.put(name, role);
    }
  }
}
