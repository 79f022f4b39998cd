package io.github.em4j;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a gold standard says of a pair beside its label: which real-world entity each side belongs
 * to, and whether the pair is a corner case. Studies cut their slices by it (corner cases, unseen
 * entities).
 *
 * @param leftEntity the key of the entity that the left side describes (WDC: {@code
 *     cluster_id_left})
 * @param rightEntity the key of the entity that the right side describes
 * @param hardNegative whether a non-match was chosen because it looks like a match
 */
public record PairAnnotations(
    Optional<String> leftEntity, Optional<String> rightEntity, Optional<Boolean> hardNegative) {

  /** Nothing is known beside the label. */
  public static final PairAnnotations NONE =
      new PairAnnotations(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public PairAnnotations {
    requireNonNull(leftEntity, "leftEntity");
    requireNonNull(rightEntity, "rightEntity");
    requireNonNull(hardNegative, "hardNegative");
  }

  /**
   * The same annotations for the pair with its sides exchanged.
   *
   * @return new annotations
   */
  public PairAnnotations swapped() {
    return new PairAnnotations(rightEntity, leftEntity, hardNegative);
  }
}
