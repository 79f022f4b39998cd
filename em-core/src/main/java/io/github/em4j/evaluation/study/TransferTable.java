package io.github.em4j.evaluation.study;

/**
 * F1 by training source and target, as a paper prints them: what a {@link Generalisation} is made
 * of where the pairs behind the figures are not known.
 */
@SuppressWarnings("DoNotCallSuggester") // A skeleton yet.
public final class TransferTable {

  private TransferTable() {}

  /**
   * Starts an empty table.
   *
   * @param label how the figures are to be called, for example {@code published, best of 4 (on
   *     test)}
   * @return a new builder
   * @throws IllegalArgumentException if the label is blank
   */
  public static Builder builder(String label) {
    throw new UnsupportedOperationException();
  }

  /** Collects figures. Not safe for use by many threads. */
  public static final class Builder {

    private Builder() {}

    /**
     * Adds a data set to test on.
     *
     * @param dataset its name
     * @param domain what it is about
     * @return this builder
     * @throws IllegalArgumentException if a name is blank or the data set is there
     */
    public Builder target(String dataset, String domain) {
      throw new UnsupportedOperationException();
    }

    /**
     * Adds a source to train on.
     *
     * @param name its name
     * @param dataset the target that it was taken from
     * @return this builder
     * @throws IllegalArgumentException if the source is there or the target is not
     */
    public Builder source(String name, String dataset) {
      throw new UnsupportedOperationException();
    }

    /**
     * Sets the F1 without training.
     *
     * @param target the data set
     * @param f1 in [0, 1]
     * @return this builder
     * @throws IllegalArgumentException if the target is not there, has its figure, or the figure
     *     lies outside
     */
    public Builder zeroShot(String target, double f1) {
      throw new UnsupportedOperationException();
    }

    /**
     * Sets the F1 after training.
     *
     * @param source what was trained on
     * @param target what was tested on
     * @param f1 in [0, 1]
     * @return this builder
     * @throws IllegalArgumentException if the source or target is not there, has its figure, or the
     *     figure lies outside
     */
    public Builder f1(String source, String target, double f1) {
      throw new UnsupportedOperationException();
    }

    /**
     * Finishes the table; figures may be missing.
     *
     * @return the table
     */
    public TransferTable build() {
      throw new UnsupportedOperationException();
    }
  }
}
