package io.github.em4j;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a decision or a figure comes from: enough to make it again. An ordered list of named facts;
 * the usual names are constants here, a matcher may add its own.
 *
 * <p>Immutable. Never holds a secret: what goes in here is written into reports.
 */
public final class Provenance {

  /** The fact that names the kind of matcher, present in every provenance. */
  public static final String MATCHER = "matcher";

  /** The fact that names the model and, where known, its revision. */
  public static final String MODEL = "model";

  /** The fact that holds the hash of the adapter's weights. */
  public static final String ADAPTER = "adapter";

  /** The fact that holds name and hash of the prompt template. */
  public static final String TEMPLATE = "template";

  /** The fact that describes how records become text. */
  public static final String SERIALIZER = "serializer";

  /** The fact that names the data a matcher was trained on. */
  public static final String TRAINED_ON = "trainedOn";

  /** The fact that holds the random seed. */
  public static final String SEED = "seed";

  /** The fact that holds the version of em4j. */
  public static final String VERSION = "em4jVersion";

  private final Map<String, String> facts;

  private Provenance(Map<String, String> facts) {
    this.facts = Collections.unmodifiableMap(facts);
  }

  /**
   * Starts a provenance with the kind of matcher and the version of em4j.
   *
   * @param matcher the kind of matcher, for example {@code baseline}
   * @return a provenance with these two facts
   */
  public static Provenance of(String matcher) {
    var facts = new LinkedHashMap<String, String>();
    facts.put(MATCHER, requireNonNull(matcher, "matcher"));
    facts.put(VERSION, Em4jVersion.current());
    return new Provenance(facts);
  }

  /**
   * This provenance with one more fact, or with another value for a fact that it has already.
   *
   * @param name the fact's name
   * @param value the fact's value
   * @return a new provenance; this one stays as it is
   */
  public Provenance with(String name, String value) {
    var changed = new LinkedHashMap<>(facts);
    changed.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return new Provenance(changed);
  }

  /**
   * The kind of matcher.
   *
   * @return the value of {@link #MATCHER}
   */
  public String matcher() {
    return requireNonNull(facts.get(MATCHER));
  }

  /**
   * One fact.
   *
   * @param name the fact's name
   * @return its value, or empty where it is not recorded
   */
  public Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(requireNonNull(name, "name")));
  }

  /**
   * All facts.
   *
   * @return an unmodifiable map in the order in which they were recorded
   */
  public Map<String, String> facts() {
    return facts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Provenance that && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return facts.hashCode();
  }

  @Override
  public String toString() {
    return "Provenance" + facts;
  }
}
