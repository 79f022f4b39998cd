package io.github.em4j.training.selection.teaching;

/** What becomes of a pair whose label the teacher contradicts in every answer. */
public enum ContradictionPolicy {
  /** It leaves the set: either the label or the teacher is wrong, and both teach nothing. */
  DROP,
  /** It stays with its label and without an explanation. */
  KEEP_UNEXPLAINED,
  /**
   * It gets the teacher's label and explanation, in favour of a teacher that insists: one that was
   * told the label in every question and contradicted it in every answer, of which there were at
   * least two. A single slip is no evidence against a label: where there was only one answer, or
   * another one was merely unusable, the pair leaves the set.
   */
  RELABEL
}
