package io.github.em4j.dataset.synthetic;

import java.util.List;

/**
 * A made-up world of one domain: neighbourhoods of entities that are easily taken for each other.
 */
interface Catalogue {

  /**
   * The entities of one neighbourhood. The same index gives the same entities, and those of
   * different indices are different entities.
   */
  List<Entity> neighbourhood(int index);
}
