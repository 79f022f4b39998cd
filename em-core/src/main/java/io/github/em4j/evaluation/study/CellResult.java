package io.github.em4j.evaluation.study;

import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Predictions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a complete cell of a study found. */
@SuppressWarnings("DoNotCallSuggester") // A skeleton yet.
public final class CellResult {

  private CellResult() {}

  /**
   * Starts a result that was found elsewhere, for example recorded by someone else's program.
   *
   * @param key what it is about
   * @param domain the domain of the key's data set
   * @param split the pairs, at least one
   * @param answers answer {@code i} belongs to pair {@code i}
   * @return a new builder
   * @throws IllegalArgumentException if there are fewer or more answers than pairs
   */
  public static Builder builder(
      CellKey key, String domain, DatasetSplit split, List<StoredAnswer> answers) {
    throw new UnsupportedOperationException();
  }

  /**
   * What the result is about.
   *
   * @return the key
   */
  public CellKey key() {
    throw new UnsupportedOperationException();
  }

  /**
   * The domain of the data set that was run on.
   *
   * @return not blank
   */
  public String domain() {
    throw new UnsupportedOperationException();
  }

  /**
   * The data set that the training source was taken from.
   *
   * @return its name; empty where nothing was trained
   */
  public Optional<String> sourceDataset() {
    throw new UnsupportedOperationException();
  }

  /**
   * The domain of the training source.
   *
   * @return not blank; empty where nothing was trained
   */
  public Optional<String> sourceDomain() {
    throw new UnsupportedOperationException();
  }

  /**
   * What was answered on each pair, for scores, intervals, curves and comparisons.
   *
   * @return the predictions
   */
  public Predictions predictions() {
    throw new UnsupportedOperationException();
  }

  /**
   * All that is stored of each pair, read anew from the store at each call where the result comes
   * from one.
   *
   * @return answer {@code i} belongs to pair {@code i} of the predictions' split
   * @throws io.github.em4j.EntityMatchingException if the store cannot be read any more
   */
  public List<StoredAnswer> answers() {
    throw new UnsupportedOperationException();
  }

  /**
   * How long the matcher took, without what it took to train or load it.
   *
   * @return the sum over all pairs
   */
  public Duration duration() {
    throw new UnsupportedOperationException();
  }

  /**
   * What the answers cost in tokens.
   *
   * @return the sum over all pairs
   */
  public TokenUsage usage() {
    throw new UnsupportedOperationException();
  }

  /**
   * Where the answers come from.
   *
   * @return the matcher's provenance
   */
  public Provenance provenance() {
    throw new UnsupportedOperationException();
  }

  /**
   * What the recipe said that the answers depend on.
   *
   * @return names to values
   */
  public Map<String, String> settings() {
    throw new UnsupportedOperationException();
  }

  /**
   * The same as an evaluation would have found it.
   *
   * @param bootstrap how intervals are computed
   * @return a report without outcomes
   */
  public EvaluationReport report(Bootstrap bootstrap) {
    throw new UnsupportedOperationException();
  }

  /** Collects what is known of a result. Not safe for use by many threads. */
  public static final class Builder {

    private Builder() {}

    /**
     * Says where the training source comes from; needed where the key names one.
     *
     * @param dataset its data set
     * @param domain what that is about
     * @return this builder
     */
    public Builder trainedOn(String dataset, String domain) {
      throw new UnsupportedOperationException();
    }

    /**
     * Sets where the answers come from.
     *
     * @param provenance the matcher's; by default one that holds the matcher's name only
     * @return this builder
     */
    public Builder provenance(Provenance provenance) {
      throw new UnsupportedOperationException();
    }

    /**
     * Sets what the answers depend on.
     *
     * @param settings names to values; default none
     * @return this builder
     */
    public Builder settings(Map<String, String> settings) {
      throw new UnsupportedOperationException();
    }

    /**
     * Finishes the result.
     *
     * @return the result
     * @throws IllegalArgumentException if the key names a source and nothing says where it comes
     *     from, or the other way round
     */
    public CellResult build() {
      throw new UnsupportedOperationException();
    }
  }
}
