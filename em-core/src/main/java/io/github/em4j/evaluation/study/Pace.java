package io.github.em4j.evaluation.study;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How fast each arm answers and each recipe prepares, for an estimate of the time left. Not safe
 * for use by many threads.
 */
final class Pace {
  private final Map<Arm, Speed> answers = new HashMap<>();
  private final Map<String, Speed> preparations = new HashMap<>();

  /** How long how many took. */
  private record Speed(long count, double nanos) {
    static final Speed NONE = new Speed(0, 0);

    Speed plus(Speed other) {
      return new Speed(count + other.count, nanos + other.nanos);
    }

    double each() {
      return nanos / count;
    }
  }

  void answered(Arm arm, long pairs, Duration duration) {
    if (pairs > 0) {
      answers.merge(arm, new Speed(pairs, duration.toNanos()), Speed::plus);
    }
  }

  void prepared(String recipe, Duration duration) {
    preparations.merge(recipe, new Speed(1, duration.toNanos()), Speed::plus);
  }

  /**
   * The time left.
   *
   * @param pairs how many pairs each arm has still to answer
   * @param preparing how often each recipe has still to prepare
   * @return empty while no speed is known. An arm of unknown speed is taken to be as fast as all
   *     known ones together, a preparation of unknown length as long as the known ones, or as
   *     nothing where none is known
   */
  Optional<Duration> left(Map<Arm, Long> pairs, Map<String, Integer> preparing) {
    Speed overall = answers.values().stream().reduce(Speed.NONE, Speed::plus);
    boolean anyPair = pairs.values().stream().anyMatch(left -> left > 0);
    if (anyPair && overall.count() == 0) {
      return Optional.empty();
    }
    double nanos = 0;
    for (Map.Entry<Arm, Long> left : pairs.entrySet()) {
      if (left.getValue() > 0) {
        nanos += left.getValue() * answers.getOrDefault(left.getKey(), overall).each();
      }
    }
    Speed anyRecipe = preparations.values().stream().reduce(Speed.NONE, Speed::plus);
    for (Map.Entry<String, Integer> left : preparing.entrySet()) {
      Speed speed = preparations.getOrDefault(left.getKey(), anyRecipe);
      nanos += speed.count() == 0 ? 0 : left.getValue() * speed.each();
    }
    return Optional.of(Duration.ofNanos((long) nanos));
  }
}
