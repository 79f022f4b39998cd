package io.github.em4j;

/** Whether two descriptions refer to the same real-world entity. */
public enum MatchLabel {
  /** They refer to different entities. */
  NON_MATCH,
  /** They refer to the same entity. */
  MATCH;

  /**
   * The label for a truth value.
   *
   * @param match whether the two descriptions refer to the same entity
   * @return {@link #MATCH} or {@link #NON_MATCH}
   */
  public static MatchLabel of(boolean match) {
    return match ? MATCH : NON_MATCH;
  }

  /**
   * Whether this is {@link #MATCH}.
   *
   * @return true for a match
   */
  public boolean isMatch() {
    return this == MATCH;
  }
}
