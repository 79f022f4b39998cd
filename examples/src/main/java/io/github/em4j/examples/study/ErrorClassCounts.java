package io.github.em4j.examples.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many errors of a matcher a language model put into each class.
 *
 * @param matcher the matcher, with what it was trained on
 * @param dataset what was tested on
 * @param kind which errors, for example {@code false positives}
 * @param counts by the name of a class, with its description; an error may be in several
 * @param looked how many errors the model was shown
 * @param total how many there are
 */
public record ErrorClassCounts(
    String matcher,
    String dataset,
    String kind,
    Map<String, Long> counts,
    long looked,
    long total) {

  /** Copies the map. */
  public ErrorClassCounts {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }
}
