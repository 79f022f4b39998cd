package io.github.em4j.dataset;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.github.em4j.EntityDescription;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Numbers records: the same number for the same id, and the same number for the same normalised
 * text.
 */
final class RecordCodes {
  /** The code of a record that has no id, or no text. */
  static final int NONE = -1;

  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\u00A0]+");

  /** Separates values; normalised text cannot hold it, so that boundaries count. */
  private static final char VALUE_END = '\n';

  private final Set<String> attributes;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<HashCode, Integer> texts = new HashMap<>();

  /** Readers share the instances of equal records, so most texts are normalised once. */
  private final IdentityHashMap<EntityDescription, Integer> known = new IdentityHashMap<>();

  /**
   * Starts with no record.
   *
   * @param attributes those whose values are the text; empty for all
   */
  RecordCodes(Set<String> attributes) {
    this.attributes = attributes;
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
    entity
        .attributes()
        .forEach(
            (name, value) -> {
              if (attributes.isEmpty() || attributes.contains(name)) {
                text.append(
                        WHITE_SPACE.matcher(value.strip()).replaceAll(" ").toLowerCase(Locale.ROOT))
                    .append(VALUE_END);
              }
            });
    return text.toString();
  }

  private static <K> int code(Map<K, Integer> codes, K key) {
    Integer next = codes.size();
    Integer code = codes.putIfAbsent(key, next);
    return code == null ? next : code;
  }
}
