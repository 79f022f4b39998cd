package io.github.em4j.training.baseline;

import static java.util.Objects.requireNonNull;

import io.github.em4j.AttributeComparison;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.StructuredExplanation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Similarity features of a candidate pair: how alike the two records are as a whole and in each
 * attribute. Fitted on pairs without looking at labels: it learns which attributes there are, which
 * of them hold numbers, and how telling each token is (inverse document frequency over the distinct
 * records).
 *
 * <p>Attributes go by role: {@code name} and {@code title} are both {@code title}, {@code brand}
 * and {@code manufacturer} both {@code brand}; an unknown name is a role of its own. A record
 * without any title is its own title. A feature is called {@code ROLE.KERNEL}, and {@code
 * record.KERNEL} over the whole record. Every feature is the same for a pair with its sides
 * exchanged; where the two directions differ, the smaller and the larger come as two features.
 *
 * <table>
 *   <caption>Kernels of a text; all are -1 where a side is missing</caption>
 *   <tr><th>kernel</th><th>range</th><th>what it is</th></tr>
 *   <tr><td>{@code tokenJaccard}, {@code tokenOverlap}, {@code tokenContainment}</td><td>[0, 1]</td>
 *     <td>shared distinct tokens over those of both sides, of the side with fewer, with more</td></tr>
 *   <tr><td>{@code tfIdfCosine}</td><td>[0, 1]</td><td>cosine of TF-IDF vectors</td></tr>
 *   <tr><td>{@code weightJaccard}, {@code weightOverlap}, {@code weightContainment}</td>
 *     <td>[0, 1]</td><td>like the first three, tokens weighted by how telling they are</td></tr>
 *   <tr><td>{@code rarestShared}, {@code rarestUnshared(Min|Max)}</td><td>[0, 1]</td><td>weight of
 *     the most telling token that is shared, or stands on one side only</td></tr>
 *   <tr><td>{@code sharedWeight}, {@code unsharedWeight(Min|Max)}</td><td>[0, ∞)</td><td>sum of
 *     the weights of these tokens</td></tr>
 *   <tr><td>{@code looseOverlap}, {@code looseContainment}</td><td>[0, 1]</td><td>weight of a
 *     side's tokens that stand anywhere in the other side's letters and digits, over all its weight;
 *     the larger and the smaller of both sides</td></tr>
 *   <tr><td>{@code rarestUnfound(Min|Max)}</td><td>[0, 1]</td><td>weight of the most telling token
 *     that does not</td></tr>
 *   <tr><td>{@code unfoundDigitTokens(Min|Max)}</td><td>[0, ∞)</td><td>how many tokens with a digit
 *     do not</td></tr>
 *   <tr><td>{@code softOverlap}, {@code softContainment}</td><td>[0, 1]</td><td>like the loose
 *     ones, plus the best Jaro-Winkler similarity (from 0.85 on) among tokens not found (Monge and
 *     Elkan, 1996)</td></tr>
 *   <tr><td>{@code gramJaccard}, {@code gramOverlap}</td><td>[0, 1]</td><td>character trigrams</td>
 *     </tr>
 *   <tr><td>{@code editSimilarity}, {@code jaroWinkler}</td><td>[0, 1]</td><td>of the first 128
 *     characters; the former is 1 - Levenshtein distance / longer length</td></tr>
 *   <tr><td>{@code firstTokenEqual}, {@code lastTokenEqual}</td><td>0, 1</td><td></td></tr>
 *   <tr><td>{@code numberJaccard}, {@code numbersShared}, {@code numbersUnshared(Min|Max)}</td>
 *     <td>[0, 1], [0, ∞)</td><td>numbers that stand alone, compared by value</td></tr>
 *   <tr><td>{@code codesShared}, {@code codesUnfound(Min|Max)}</td><td>[0, ∞)</td><td>model numbers
 *     (long runs with a digit, hyphens left out) that the other side holds or does not</td></tr>
 *   <tr><td>{@code quantityAgreements}, {@code quantityConflicts}</td><td>[0, ∞)</td><td>units (GB,
 *     inch, ...) in which the sides have a value in common, or values but none in common</td></tr>
 *   <tr><td>{@code tokenDifference}</td><td>[0, ∞)</td><td>by how many tokens one is longer</td></tr>
 *   <tr><td>{@code lengthRatio}</td><td>[0, 1]</td><td>shorter length over longer length</td></tr>
 * </table>
 *
 * <p>An attribute has besides {@code missing} (0, 0.5 or 1: on no side, one, both) and {@code
 * mentioned(Max|Min)} (1 if the value stands anywhere in the other record, else 0; -1 without a
 * value). An attribute of numbers has only {@code similarity} in [0, 1] (smaller over larger),
 * {@code equal} (0, 1), {@code logDifference} (ln(1 + difference); these are -1 where there is no
 * number) and {@code missing}.
 *
 * <p>Features are finite for any text. Of a value only the first 4,000 characters count. Immutable
 * and safe for use by many threads.
 */
public final class SimilarityFeatures {
  private static final String RECORD = "record";

  /** Pairs prepared together: a record that stands in many of them is prepared once. */
  private static final int CHUNK = 2048;

  private final TokenWeights recordWeights;
  private final List<AttributeFeatures> attributes;
  private final Set<String> ignored;
  private final List<String> names;

  SimilarityFeatures(
      TokenWeights recordWeights, List<AttributeFeatures> attributes, Set<String> ignored) {
    this.recordWeights = recordWeights;
    this.attributes = List.copyOf(attributes);
    this.ignored = Collections.unmodifiableSet(new TreeSet<>(ignored));
    this.names =
        Stream.concat(
                TextComparison.NAMES.stream().map(name -> RECORD + "." + name),
                attributes.stream().flatMap(attribute -> attribute.names().stream()))
            .toList();
  }

  /**
   * Fits features on pairs; labels play no part.
   *
   * @param pairs training pairs, at least one
   * @return features for pairs of this and other schemas
   * @throws IllegalArgumentException if there is no pair
   */
  public static SimilarityFeatures fit(Collection<CandidatePair> pairs) {
    return fit(pairs, Set.of());
  }

  /**
   * Fits features on pairs, without some of their attributes.
   *
   * @param pairs training pairs, at least one
   * @param ignoredAttributes names of attributes to leave out, then and later
   * @return features for pairs of this and other schemas
   * @throws IllegalArgumentException if there is no pair
   */
  public static SimilarityFeatures fit(
      Collection<CandidatePair> pairs, Set<String> ignoredAttributes) {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("features need at least one pair to be fitted on");
    }
    return SchemaFitter.fit(pairs, Set.copyOf(ignoredAttributes));
  }

  /**
   * What the features are called.
   *
   * @return one name per value of {@link #of}, in its order; unmodifiable
   */
  public List<String> names() {
    return names;
  }

  /**
   * The features of a pair.
   *
   * @param pair any pair, of any schema
   * @return one finite value per name
   */
  public double[] of(CandidatePair pair) {
    return compare(profile(pair.left()), profile(pair.right()));
  }

  /** The features of many pairs, computed by the threads of the current pool. */
  double[][] ofAll(List<CandidatePair> pairs) {
    double[][] all = new double[pairs.size()][];
    forEachProfiled(pairs, true, (i, left, right) -> all[i] = compare(left, right));
    return all;
  }

  /** Does something with the prepared sides of a pair. */
  @FunctionalInterface
  interface ProfiledPairAction {
    void accept(int index, RecordProfile left, RecordProfile right);
  }

  /** Prepares both sides of each pair and hands them over, in any order and by many threads. */
  void forEachProfiled(List<CandidatePair> pairs, boolean parallel, ProfiledPairAction action) {
    for (int from = 0; from < pairs.size(); from += CHUNK) {
      int start = from;
      List<CandidatePair> chunk = pairs.subList(from, Math.min(pairs.size(), from + CHUNK));
      Map<EntityDescription, RecordProfile> profiles = profiles(chunk, parallel);
      IntStream indices = IntStream.range(0, chunk.size());
      (parallel ? indices.parallel() : indices)
          .forEach(
              i ->
                  action.accept(
                      start + i,
                      requireNonNull(profiles.get(chunk.get(i).left())),
                      requireNonNull(profiles.get(chunk.get(i).right()))));
    }
  }

  /**
   * By identity: data sets share their records, and hashing a record costs as much as a profile.
   */
  private Map<EntityDescription, RecordProfile> profiles(
      List<CandidatePair> pairs, boolean parallel) {
    Set<EntityDescription> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    for (CandidatePair pair : pairs) {
      distinct.add(pair.left());
      distinct.add(pair.right());
    }
    var records = List.copyOf(distinct);
    Stream<EntityDescription> stream = parallel ? records.parallelStream() : records.stream();
    List<RecordProfile> prepared = stream.map(this::profile).toList();
    var profiles = new IdentityHashMap<EntityDescription, RecordProfile>();
    for (int i = 0; i < records.size(); i++) {
      profiles.put(records.get(i), prepared.get(i));
    }
    return profiles;
  }

  private RecordProfile profile(EntityDescription record) {
    Map<String, String> values = AttributeRoles.values(record, ignored);
    String whole = String.join(" ", values.values());
    var prepared = new ArrayList<@Nullable AttributeValue>();
    for (AttributeFeatures attribute : attributes) {
      String value = values.get(attribute.role());
      if (value == null && attribute.role().equals(AttributeRoles.TITLE) && !whole.isEmpty()) {
        value = whole;
      }
      prepared.add(value == null ? null : attribute.prepare(value));
    }
    return new RecordProfile(TextProfile.of(whole, recordWeights), prepared);
  }

  double[] compare(RecordProfile left, RecordProfile right) {
    double[] features = new double[names.size()];
    TextComparison.compare(left.whole(), right.whole(), features, 0);
    int offset = TextComparison.NAMES.size();
    for (int i = 0; i < attributes.size(); i++) {
      attributes
          .get(i)
          .compare(
              left.values().get(i),
              right.values().get(i),
              left.whole(),
              right.whole(),
              features,
              offset);
      offset += attributes.get(i).count();
    }
    return features;
  }

  /** Whether the pair has every attribute, on a side at least, that the pairs fitted on have. */
  boolean isFamiliar(RecordProfile left, RecordProfile right) {
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.get(i).expected()
          && left.values().get(i) == null
          && right.values().get(i) == null) {
        return false;
      }
    }
    return true;
  }

  /** Indices of the features that pairs of any schema have: those of record and title. */
  int[] generalFeatures() {
    return IntStream.range(0, names.size())
        .filter(
            i ->
                names.get(i).startsWith(RECORD + ".")
                    || names.get(i).startsWith(AttributeRoles.TITLE + "."))
        .toArray();
  }

  /** The fitted attributes that a side has, in the order of the fit. */
  StructuredExplanation explain(CandidatePair pair, RecordProfile left, RecordProfile right) {
    var comparisons = new ArrayList<AttributeComparison>();
    for (int i = 0; i < attributes.size(); i++) {
      AttributeFeatures attribute = attributes.get(i);
      var leftValue = AttributeRoles.find(pair.left(), attribute.role(), ignored);
      var rightValue = AttributeRoles.find(pair.right(), attribute.role(), ignored);
      if (leftValue.isEmpty() && rightValue.isEmpty()) {
        continue;
      }
      OptionalDouble similarity =
          leftValue.isPresent() && rightValue.isPresent()
              ? attribute.similarity(
                  requireNonNull(left.values().get(i)), requireNonNull(right.values().get(i)))
              : OptionalDouble.empty();
      comparisons.add(
          new AttributeComparison(
              leftValue.or(() -> rightValue).orElseThrow().getKey(),
              leftValue.map(Map.Entry::getValue),
              rightValue.map(Map.Entry::getValue),
              OptionalDouble.empty(),
              similarity));
    }
    return new StructuredExplanation(comparisons);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(ignored.size());
    for (String name : ignored) {
      out.writeUTF(name);
    }
    recordWeights.write(out);
    out.writeInt(attributes.size());
    for (AttributeFeatures attribute : attributes) {
      attribute.write(out);
    }
  }

  static SimilarityFeatures read(DataInput in) throws IOException {
    var ignored = new TreeSet<String>();
    for (int left = in.readInt(); left > 0; left--) {
      ignored.add(in.readUTF());
    }
    TokenWeights recordWeights = TokenWeights.read(in);
    var attributes = new ArrayList<AttributeFeatures>();
    for (int left = in.readInt(); left > 0; left--) {
      attributes.add(AttributeFeatures.read(in));
    }
    return new SimilarityFeatures(recordWeights, attributes, ignored);
  }

  @Override
  public String toString() {
    return "SimilarityFeatures["
        + names.size()
        + " over "
        + attributes.stream().map(AttributeFeatures::role).toList()
        + "]";
  }
}
