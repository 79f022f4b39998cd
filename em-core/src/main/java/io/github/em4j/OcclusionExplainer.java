package io.github.em4j;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Explains a decision of any matcher by what it would have been without a word: each word that one
 * or both records hold is left out in turn, on both sides, and the importance of the word is by how
 * much the probability of a match falls.
 *
 * <p>What it says of the matcher is true by construction, unlike an explanation that a model
 * writes; it says nothing of words that matter only together. After Zeiler and Fergus, Visualizing
 * and Understanding Convolutional Networks (ECCV 2014), on words in place of image patches.
 *
 * <p>Safe for use by many threads where the matcher is, and does not close it.
 */
public final class OcclusionExplainer {
  private static final int MOST_WORDS = 256;
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private final EntityMatcher matcher;

  /**
   * An explainer of a matcher's decisions.
   *
   * @param matcher gives probabilities of a match
   */
  public OcclusionExplainer(EntityMatcher matcher) {
    this.matcher = requireNonNull(matcher, "matcher");
  }

  /** A word of an attribute, and how each side writes it. */
  private record Word(String attribute, String key) {}

  /**
   * Explains the decision on a pair; the matcher decides once for each of its different words, of
   * which the first {@value #MOST_WORDS} are looked at.
   *
   * @param pair the pair
   * @return a comparison for every word that changes the decision, the most important one first;
   *     its importance is {@code p(match)} of the pair less that without the word, its similarity 1
   *     where both sides hold the word and else 0; a word without which the matcher cannot decide
   *     at all is left out
   * @throws EntityMatchingException if the matcher fails, or gives a decision without a probability
   */
  public StructuredExplanation explain(CandidatePair pair) {
    List<Word> words = words(pair);
    List<CandidatePair> asked = new ArrayList<>(List.of(pair));
    words.forEach(word -> asked.add(without(word, pair)));
    List<MatchOutcome> outcomes = matcher.matchAll(asked);
    double whole = probability(outcomes.get(0));
    List<AttributeComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (outcomes.get(i + 1) instanceof MatchFailure) {
        continue;
      }
      double importance = whole - probability(outcomes.get(i + 1));
      if (importance != 0) {
        comparisons.add(comparison(words.get(i), pair, importance));
      }
    }
    comparisons.sort(
        Comparator.comparingDouble(found -> -Math.abs(found.importance().orElseThrow())));
    return new StructuredExplanation(comparisons);
  }

  private static AttributeComparison comparison(Word word, CandidatePair pair, double importance) {
    Optional<String> left = spelling(word, pair.left());
    Optional<String> right = spelling(word, pair.right());
    return new AttributeComparison(
        word.attribute(),
        left,
        right,
        OptionalDouble.of(importance),
        OptionalDouble.of(left.isPresent() && right.isPresent() ? 1 : 0));
  }

  private static double probability(MatchOutcome outcome) {
    if (outcome instanceof MatchFailure failure) {
      throw failure.error();
    }
    return ((MatchDecision) outcome)
        .matchProbability()
        .orElseThrow(
            () ->
                new EntityMatchingException(
                    "only decisions with a probability can be explained by occlusion"));
  }

  private static List<Word> words(CandidatePair pair) {
    Set<Word> words = new LinkedHashSet<>();
    for (EntityDescription side : List.of(pair.left(), pair.right())) {
      side.attributes()
          .forEach(
              (name, value) -> keys(value).keySet().forEach(key -> words.add(new Word(name, key))));
    }
    return words.stream().limit(MOST_WORDS).toList();
  }

  /** The words of a value by what makes them equal: their letters and digits, in lower case. */
  private static Map<String, String> keys(String value) {
    Map<String, String> keys = new LinkedHashMap<>();
    WHITE_SPACE
        .splitAsStream(value)
        .filter(word -> !key(word).isEmpty())
        .forEach(word -> keys.putIfAbsent(key(word), word));
    return Collections.unmodifiableMap(keys);
  }

  private static String key(String word) {
    return word.replaceAll("[^\\p{L}\\p{N}]+", "").toLowerCase(Locale.ROOT);
  }

  private static Optional<String> spelling(Word word, EntityDescription side) {
    return side.attribute(word.attribute())
        .flatMap(value -> Optional.ofNullable(keys(value).get(word.key())));
  }

  private static CandidatePair without(Word word, CandidatePair pair) {
    return new CandidatePair(without(word, pair.left()), without(word, pair.right()));
  }

  private static EntityDescription without(Word word, EntityDescription side) {
    if (spelling(word, side).isEmpty()) {
      return side;
    }
    String kept =
        WHITE_SPACE
            .splitAsStream(side.attribute(word.attribute()).orElse(""))
            .filter(written -> !key(written).equals(word.key()))
            .collect(joining(" "));
    return side.with(word.attribute(), kept);
  }
}
