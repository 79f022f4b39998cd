package io.github.em4j.training.selection.search;

/**
 * Which neighbours count in a search for several queries at once. Called by many threads, and only
 * for those that are near enough to be found, so it may be slower than a look into an array.
 */
@FunctionalInterface
public interface NeighbourFilter {

  /** All of them count. */
  NeighbourFilter ALL = (query, index) -> true;

  /**
   * Whether one of the list may be a neighbour of a query.
   *
   * @param query the place of the query among those asked for at once, from 0 on
   * @param index the place in the list that is searched, from 0 on
   * @return the same answer at each call
   */
  boolean admits(int query, int index);
}
