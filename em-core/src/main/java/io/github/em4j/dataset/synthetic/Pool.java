package io.github.em4j.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Neighbourhoods that some splits draw from, and all their decidable pairs. */
final class Pool {

  private final List<Candidate> matches = new ArrayList<>();
  private final List<Candidate> cornerCases = new ArrayList<>();

  /** For each entity the number of its neighbourhood. */
  private final List<Integer> homes = new ArrayList<>();

  private final List<Entity> entities = new ArrayList<>();
  private int neighbourhoods;

  void add(List<Entity> neighbourhood) {
    for (Entity left : neighbourhood) {
      for (Entity right : neighbourhood) {
        for (View leftView : left.left()) {
          for (View rightView : right.right()) {
            addPair(left.key().equals(right.key()), leftView, rightView, neighbourhood);
          }
        }
      }
      entities.add(left);
      homes.add(neighbourhoods);
    }
    neighbourhoods++;
  }

  private void addPair(boolean match, View left, View right, List<Entity> neighbourhood) {
    if (match && Evidence.identifies(left, right, neighbourhood)) {
      matches.add(new Candidate(left, right, false));
    } else if (!match && Evidence.tellsApart(left, right)) {
      cornerCases.add(new Candidate(left, right, true));
    }
  }

  void addAll(Pool other) {
    matches.addAll(other.matches);
    cornerCases.addAll(other.cornerCases);
    entities.addAll(other.entities);
    other.homes.forEach(home -> homes.add(home + neighbourhoods));
    neighbourhoods += other.neighbourhoods;
  }

  /**
   * Whether there are enough pairs to draw from at random and to leave some.
   *
   * @param slack how many times as many there have to be
   */
  boolean suffices(Quota quota, double slack) {
    return neighbourhoods >= 2
        && matches.size() >= slack * quota.matches()
        && cornerCases.size() >= slack * quota.cornerCases()
        && (double) entities.size() * entities.size() >= 8 * slack * quota.others();
  }

  List<Candidate> matches() {
    return matches;
  }

  List<Candidate> cornerCases() {
    return cornerCases;
  }

  List<Entity> entities() {
    return entities;
  }

  /** A pair of an entity and one of another neighbourhood, if the one that was drawn will do. */
  Optional<Candidate> other(int entity, Draw draw) {
    int partner = draw.between(0, entities.size() - 1);
    View left = draw.from(entities.get(entity).left());
    View right = draw.from(entities.get(partner).right());
    return !homes.get(entity).equals(homes.get(partner)) && Evidence.tellsApart(left, right)
        ? Optional.of(new Candidate(left, right, false))
        : Optional.empty();
  }
}
