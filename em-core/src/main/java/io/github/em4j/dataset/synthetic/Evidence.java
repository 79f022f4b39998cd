package io.github.em4j.dataset.synthetic;

import java.util.List;
import java.util.Map;

/**
 * Decides whether a careful reader of two views could tell the label. Only such pairs enter the
 * benchmark, so that it has no label noise: a pair is hard, never a riddle.
 */
final class Evidence {

  /** Sources disagree by one on the year of a paper, so that one year apart tells nothing. */
  static final String YEAR = "year";

  private Evidence() {}

  /** Whether both views show some fact and contradict each other in it. */
  static boolean tellsApart(View left, View right) {
    for (Map.Entry<String, Fact> fact : left.facts().entrySet()) {
      Fact other = right.facts().get(fact.getKey());
      if (other != null && differ(fact.getKey(), fact.getValue().value(), other.value())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the facts that both views of an entity show rule out each other entity of its
   * neighbourhood.
   */
  static boolean identifies(View left, View right, List<Entity> neighbourhood) {
    if (tellsApart(left, right)) {
      return false;
    }
    for (Entity neighbour : neighbourhood) {
      if (!neighbour.key().equals(left.entity()) && !ruleOut(left, right, neighbour)) {
        return false;
      }
    }
    return true;
  }

  private static boolean ruleOut(View left, View right, Entity neighbour) {
    for (Map.Entry<String, Fact> fact : left.facts().entrySet()) {
      Fact other = right.facts().get(fact.getKey());
      if (other == null) {
        continue;
      }
      String value = neighbour.facts().get(fact.getKey());
      if (value == null
          || (differ(fact.getKey(), fact.getValue().value(), value)
              && differ(fact.getKey(), other.value(), value))) {
        return true;
      }
    }
    return false;
  }

  private static boolean differ(String key, String one, String other) {
    return key.equals(YEAR)
        ? Math.abs(Integer.parseInt(one) - Integer.parseInt(other)) > 1
        : !one.equals(other);
  }
}
