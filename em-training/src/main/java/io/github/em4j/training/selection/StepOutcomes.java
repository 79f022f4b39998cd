package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one step did to every pair of the set that it was given.
 *
 * @param name what the step is called, for example {@code error-filter}
 * @param settings all that its outcomes depend on beside the pairs, in their order
 * @param outcomes one for each pair that the step was given, in their order
 */
public record StepOutcomes(String name, Map<String, String> settings, List<PairOutcome> outcomes) {

  /**
   * Copies what can be changed.
   *
   * @throws NullPointerException if a component is null
   */
  public StepOutcomes {
    requireNonNull(name, "name");
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    outcomes = List.copyOf(outcomes);
  }

  /**
   * The set that the next step gets.
   *
   * @return what the outcomes pass on, one after the other
   */
  public List<TrainingPair> passedOn() {
    var pairs = new ArrayList<TrainingPair>(outcomes.size());
    outcomes.forEach(outcome -> pairs.addAll(outcome.pairs()));
    return Collections.unmodifiableList(pairs);
  }

  /**
   * Guards against a step that breaks its contract, which would lose pairs without a word.
   *
   * @throws IllegalStateException if there is not one outcome for each pair in their order
   */
  static List<PairOutcome> requireOnePerPair(
      String step, List<TrainingPair> pairs, List<PairOutcome> outcomes) {
    if (outcomes.size() != pairs.size()) {
      throw new IllegalStateException(
          "step %s must give one outcome per pair, found %d for %d pairs"
              .formatted(step, outcomes.size(), pairs.size()));
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (!outcomes.get(i).key().equals(pairs.get(i).key())) {
        throw new IllegalStateException(
            "step %s must give outcomes in the order of the pairs, found one of %s in place of %s"
                .formatted(step, outcomes.get(i).key(), pairs.get(i).key()));
      }
    }
    return outcomes;
  }

  /**
   * Guards the keys, by which pairs are told apart.
   *
   * @throws IllegalStateException if two pairs have the same key
   */
  static List<TrainingPair> requireDifferentKeys(String step, List<TrainingPair> pairs) {
    Set<String> keys = new HashSet<>();
    for (TrainingPair pair : pairs) {
      if (!keys.add(pair.key())) {
        throw new IllegalStateException(
            "step %s passes two pairs on with the key %s; keys of new pairs must be new"
                .formatted(step, pair.key()));
      }
    }
    return pairs;
  }
}
