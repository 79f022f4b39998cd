package io.github.em4j.dataset;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.github.em4j.EntityDescription;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Numbers records: the same number for the same id, and the same number for the same normalised
 * text of some attributes.
 */
final class RecordCodes {
  /** The code of a record that has no id, or no text. */
  static final int NONE = -1;

  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\u00A0]+");

  /** Separates values; normalised text cannot hold it, so that boundaries count. */
  private static final char VALUE_END = '\n';

  /** Sorted, so that the order in which a file has them makes no difference. */
  private final List<String> attributes;

  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<HashCode, Integer> texts = new HashMap<>();

  /** Readers share the instances of equal records, so most texts are normalised once. */
  private final IdentityHashMap<EntityDescription, Integer> known = new IdentityHashMap<>();

  /**
   * Starts with no record.
   *
   * @param attributes those whose values are the text
   */
  RecordCodes(Set<String> attributes) {
    this.attributes = attributes.stream().sorted().toList();
  }

  int id(EntityDescription entity) {
    return entity.id().isEmpty() ? NONE : code(ids, entity.id());
  }

  int text(EntityDescription entity) {
    return known.computeIfAbsent(entity, this::textCode);
  }

  private int textCode(EntityDescription entity) {
    String text = normalised(entity);
    return text.isEmpty()
        ? NONE
        : code(texts, Hashing.murmur3_128().hashString(text, StandardCharsets.UTF_8));
  }

  private String normalised(EntityDescription entity) {
    var text = new StringBuilder();
    boolean hasValue = false;
    for (String name : attributes) {
      String value = entity.attributes().get(name);
      if (value != null) {
        hasValue = true;
        text.append(normalised(value));
      }
      text.append(VALUE_END);
    }
    return hasValue ? text.toString() : "";
  }

  /**
   * Whether two records cannot be the same one: an attribute that both have has two values, of
   * which neither is the other one cut short, as files of one benchmark cut long values
   * differently.
   */
  boolean contradict(EntityDescription one, EntityDescription other) {
    for (String name : attributes) {
      String value = one.attributes().get(name);
      String otherValue = other.attributes().get(name);
      if (value != null && otherValue != null) {
        String shown = normalised(value);
        String otherShown = normalised(otherValue);
        if (!shown.startsWith(otherShown) && !otherShown.startsWith(shown)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String normalised(String value) {
    return WHITE_SPACE.matcher(value).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  private static <K> int code(Map<K, Integer> codes, K key) {
    Integer next = codes.size();
    Integer code = codes.putIfAbsent(key, next);
    return code == null ? next : code;
  }
}
