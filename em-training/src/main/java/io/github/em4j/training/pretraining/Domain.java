package io.github.em4j.training.pretraining;

/** What the records of a source describe; decides how they are corrupted and changed. */
public enum Domain {
  /**
   * Offers of products: the attribute {@code title}, and perhaps {@code brand} and {@code price}.
   */
  PRODUCT("product"),
  /** References to publications: {@code title}, {@code authors}, {@code venue}, {@code year}. */
  PUBLICATION("publication");

  private final String word;

  Domain(String word) {
    this.word = word;
  }

  /**
   * What one of its entities is called in a prompt.
   *
   * @return {@code product} or {@code publication}
   */
  public String word() {
    return word;
  }
}
