package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;

/** The sources of a benchmark: who describes an entity, and under which record id. */
final class Sources<S extends Source> {

  private static final int MOST_MEMBERS = 32;
  private static final int ID_BITS = 24;

  private final long seed;
  private final List<S> left;
  private final List<S> right;

  Sources(long seed, List<S> all) {
    this.seed = seed;
    this.left = all.stream().filter(Source::isLeft).toList();
    this.right = all.stream().filter(source -> !source.isLeft()).toList();
  }

  /** One or two sources of each side. */
  List<S> pick(Draw draw) {
    var picked = new ArrayList<S>();
    picked.addAll(draw.some(left, draw.chance(0.6) ? 2 : 1));
    picked.addAll(draw.some(right, draw.chance(0.6) ? 2 : 1));
    return picked;
  }

  /**
   * An id that is unique within its source and does not give the entity away: multiplying by an odd
   * number only permutes the numbers below a power of two.
   */
  String recordId(S source, int neighbourhood, int member) {
    Draw draw = Draw.of(seed, "ids of " + source.name(), 0);
    long factor = 2L * draw.between(1, Integer.MAX_VALUE - 1) + 1;
    long number = (long) neighbourhood * MOST_MEMBERS + member;
    long offset = draw.between(0, Integer.MAX_VALUE - 1);
    return source.name() + ":" + ((number * factor + offset) & ((1L << ID_BITS) - 1));
  }
}
