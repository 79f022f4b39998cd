package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Predictions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What a complete cell of a study found. */
public final class CellResult {

  private final Builder facts;
  private final Predictions predictions;
  private final Duration duration;
  private final TokenUsage usage;

  private CellResult(Builder facts) {
    this.facts = facts.copy();
    List<StoredAnswer> answers = facts.answers.get();
    List<MatchOutcome> outcomes =
        IntStream.range(0, answers.size()).mapToObj(i -> facts.outcome(i, answers.get(i))).toList();
    this.predictions = Predictions.of(facts.split, outcomes);
    this.duration =
        answers.stream().map(StoredAnswer::latency).reduce(Duration.ZERO, Duration::plus);
    this.usage =
        answers.stream().map(StoredAnswer::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
  }

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
    if (answers.size() != split.size()) {
      throw new IllegalArgumentException(
          "%s needs an answer for each of %d pairs, found %d"
              .formatted(key, split.size(), answers.size()));
    }
    List<StoredAnswer> kept = List.copyOf(answers);
    return new Builder(key, domain, split, () -> kept);
  }

  /**
   * What the result is about.
   *
   * @return the key
   */
  public CellKey key() {
    return facts.key;
  }

  /**
   * The domain of the data set that was run on.
   *
   * @return not blank
   */
  public String domain() {
    return facts.domain;
  }

  /**
   * The data set that the training source was taken from.
   *
   * @return its name; empty where nothing was trained
   */
  public Optional<String> sourceDataset() {
    return facts.sourceDataset;
  }

  /**
   * The domain of the training source.
   *
   * @return not blank; empty where nothing was trained
   */
  public Optional<String> sourceDomain() {
    return facts.sourceDomain;
  }

  /**
   * What was answered on each pair, for scores, intervals, curves and comparisons.
   *
   * @return the predictions
   */
  public Predictions predictions() {
    return predictions;
  }

  /**
   * All that is stored of each pair, read anew from the store at each call where the result comes
   * from one.
   *
   * @return answer {@code i} belongs to pair {@code i} of the predictions' split
   * @throws io.github.em4j.EntityMatchingException if the store cannot be read any more
   */
  public List<StoredAnswer> answers() {
    return facts.answers.get();
  }

  /**
   * How long the matcher took, without what it took to train or load it.
   *
   * @return the sum over all pairs
   */
  public Duration duration() {
    return duration;
  }

  /**
   * What the answers cost in tokens.
   *
   * @return the sum over all pairs
   */
  public TokenUsage usage() {
    return usage;
  }

  /**
   * Where the answers come from.
   *
   * @return the matcher's provenance
   */
  public Provenance provenance() {
    return facts.provenance;
  }

  /**
   * What the recipe said that the answers depend on.
   *
   * @return names to values
   */
  public Map<String, String> settings() {
    return facts.settings;
  }

  /**
   * The same as an evaluation would have found it.
   *
   * @param bootstrap how intervals are computed
   * @return a report without outcomes
   */
  public EvaluationReport report(Bootstrap bootstrap) {
    return EvaluationReport.recorded(predictions, bootstrap, duration, usage, facts.provenance);
  }

  /** Collects what is known of a result. Not safe for use by many threads. */
  public static final class Builder {

    private final CellKey key;
    private final String domain;
    private final DatasetSplit split;
    private final Supplier<List<StoredAnswer>> answers;
    private Optional<String> sourceDataset = Optional.empty();
    private Optional<String> sourceDomain = Optional.empty();
    private Provenance provenance;
    private Map<String, String> settings = Map.of();

    /** The answers are asked for at each use, so that they need not be kept. */
    Builder(CellKey key, String domain, DatasetSplit split, Supplier<List<StoredAnswer>> answers) {
      this.key = requireNonNull(key, "key");
      this.domain = Names.require("domain", domain);
      this.split = requireNonNull(split, "split");
      this.answers = requireNonNull(answers, "answers");
      this.provenance = Provenance.of(key.arm().matcher());
    }

    private Builder copy() {
      var copy = new Builder(key, domain, split, answers);
      copy.sourceDataset = sourceDataset;
      copy.sourceDomain = sourceDomain;
      copy.provenance = provenance;
      copy.settings = settings;
      return copy;
    }

    private MatchOutcome outcome(int index, StoredAnswer stored) {
      CandidatePair pair = split.pairs().get(index).pair();
      if (stored.error().isPresent()) {
        return new MatchFailure(pair, new EntityMatchingException(stored.error().get()));
      }
      MatchDecision.Builder decision = MatchDecision.builder(pair, provenance);
      if (stored.answer().isDecided()) {
        decision.label(MatchLabel.of(stored.answer() == Answer.MATCH));
      }
      stored.matchProbability().ifPresent(decision::matchProbability);
      return decision.build();
    }

    /**
     * Says where the training source comes from; needed where the key names one.
     *
     * @param dataset its data set
     * @param domain what that is about
     * @return this builder
     */
    public Builder trainedOn(String dataset, String domain) {
      this.sourceDataset = Optional.of(Names.require("dataset", dataset));
      this.sourceDomain = Optional.of(Names.require("domain", domain));
      return this;
    }

    /**
     * Sets where the answers come from.
     *
     * @param provenance the matcher's; by default one that holds the matcher's name only
     * @return this builder
     */
    public Builder provenance(Provenance provenance) {
      this.provenance = requireNonNull(provenance, "provenance");
      return this;
    }

    /**
     * Sets what the answers depend on.
     *
     * @param settings names to values; default none
     * @return this builder
     */
    public Builder settings(Map<String, String> settings) {
      this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
      return this;
    }

    /**
     * Finishes the result.
     *
     * @return the result
     * @throws IllegalArgumentException if the key names a source and nothing says where it comes
     *     from, or the other way round
     */
    public CellResult build() {
      if (key.arm().source().isPresent() != sourceDataset.isPresent()) {
        throw new IllegalArgumentException(
            "a result says exactly where something was trained from what data set, found %s for %s"
                .formatted(sourceDataset.orElse("none"), key));
      }
      return new CellResult(this);
    }
  }
}
