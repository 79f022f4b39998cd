package io.github.em4j.examples;

import io.github.em4j.Provenance;
import java.util.stream.Collectors;

/** A provenance as a person reads it: in one line, with hashes cut short. */
final class ProvenanceLine {

  private ProvenanceLine() {}

  static String of(Provenance provenance) {
    return provenance.facts().entrySet().stream()
        .map(fact -> fact.getKey() + " " + fact.getValue())
        .collect(Collectors.joining(", "))
        .replaceAll("\\b([0-9a-f]{12})[0-9a-f]{52}\\b", "$1");
  }
}
