package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The key and the headers of a client. Never shown: {@link #toString} names headers only. */
final class Credentials {

  /** The headers of one attempt, and what must not be seen of them. */
  record Headers(Map<String, String> values, Redaction redaction) {}

  /** What belongs to a key, kept until the supplier gives another one. */
  private record Known(String key, Headers headers) {}

  private final Endpoint endpoint;
  private final Optional<Supplier<String>> key;
  private final Map<String, String> extra;
  private final Headers withoutKey;
  private volatile @Nullable Known known;

  Credentials(Endpoint endpoint, Optional<Supplier<String>> key, Map<String, String> extra) {
    this.endpoint = endpoint;
    this.key = key;
    this.extra = new LinkedHashMap<>(extra);
    this.withoutKey = new Headers(this.extra, new Redaction(List.copyOf(extra.values())));
  }

  /**
   * The headers of an attempt; asks for the key anew, since keys are replaced while programs run.
   *
   * @throws AuthenticationException if there is no usable key
   */
  Headers headers() {
    if (key.isEmpty()) {
      return withoutKey;
    }
    String current = currentKey(key.get());
    Known last = known;
    if (last != null && last.key().equals(current)) {
      return last.headers();
    }
    var values = new LinkedHashMap<>(extra);
    values.put(endpoint.keyHeader(), endpoint.keyHeaderValue(current));
    List<String> secrets = new ArrayList<>(extra.values());
    secrets.add(current);
    Headers headers = new Headers(values, new Redaction(secrets));
    known = new Known(current, headers);
    return headers;
  }

  /** Whether somebody supplies a key. */
  boolean hasKey() {
    return key.isPresent();
  }

  private static String currentKey(Supplier<String> supplier) {
    String current;
    try {
      current = supplier.get();
    } catch (RuntimeException e) {
      // Its message may well hold what it was about to supply.
      throw new AuthenticationException(
          "the supplier of the key failed with " + e.getClass().getName(), null, ReplyFacts.NONE);
    }
    if (current == null || current.isBlank()) {
      throw new AuthenticationException(
          "the supplier of the key gave none, or a blank one; a server that wants no key needs no"
              + " supplier",
          null,
          ReplyFacts.NONE);
    }
    String stripped = current.strip();
    if (!stripped.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new AuthenticationException(
          "a key must be visible ASCII characters, found another one", null, ReplyFacts.NONE);
    }
    return stripped;
  }

  /** Refuses a header that HTTP does not allow, without quoting its value. */
  static void requireHeader(String name, String value) {
    if (!requireNonNull(name, "name").matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException("a header's name must be letters, digits and '-'");
    }
    if (!requireNonNull(value, "value").chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the value of header '" + name + "' must be visible ASCII characters");
    }
  }

  @Override
  public String toString() {
    return (key.isPresent() ? "with a key" : "without a key")
        + (extra.isEmpty() ? "" : " and headers " + extra.keySet());
  }
}
