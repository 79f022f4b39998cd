package io.github.em4j.evaluation;

import io.github.em4j.LabeledPair;

/**
 * Keys of clusters of pairs that share an entity, for {@link Bootstrap.Builder#clusterBy}.
 *
 * <p>Clusters are made by one side only. Clusters by both would often chain all pairs of a split
 * together, because each left record is paired with several right ones and the other way round.
 */
public final class EntityClusters {

  private EntityClusters() {}

  /**
   * The entity of the left side.
   *
   * @param pair any pair
   * @return the entity's key where the gold standard says it, else the record's id, else the record
   *     itself
   */
  public static Object left(LabeledPair pair) {
    if (pair.annotations().leftEntity().isPresent()) {
      return pair.annotations().leftEntity().get();
    }
    String id = pair.pair().left().id();
    return id.isBlank() ? pair.pair().left() : id;
  }
}
