package io.github.em4j.evaluation.robustness;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.LinkedHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Typing errors in words; see {@link Perturbations#typos}. */
record Typos(double rate, long seed) implements Perturbation {
  static final String NAME = "typos";

  /** Shorter words stay as they are: an error would often make another word of them. */
  private static final int SHORTEST = 4;

  /**
   * Letters that nothing but white space and punctuation surrounds. What holds a digit is likely to
   * be a number or a model number, and an error there would change the entity.
   */
  private static final Pattern WORD =
      Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}])\\p{L}{" + SHORTEST + ",}(?![\\p{L}\\p{M}\\p{N}])");

  /** A token without white space; one that holds a digit anywhere is left alone as a whole. */
  private static final Pattern TOKEN = Pattern.compile("\\S+");

  Typos {
    // Written so that NaN fails as well.
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "the share of words with a typing error must lie in (0, 1], found " + rate);
    }
  }

  @Override
  public String name() {
    return NAME + ":" + rate;
  }

  @Override
  public String description() {
    return "a typing error in a word of %d letters or more with probability %s, seed %d"
        .formatted(SHORTEST, rate, seed);
  }

  @Override
  public LabeledPair perturb(LabeledPair pair) {
    var random = new PairRandom(NAME, seed, pair.pair());
    return new LabeledPair(
        new CandidatePair(
            mistyped(pair.pair().left(), random), mistyped(pair.pair().right(), random)),
        pair.label(),
        pair.annotations());
  }

  private EntityDescription mistyped(EntityDescription side, PairRandom random) {
    var attributes = new LinkedHashMap<>(side.attributes());
    side.attributes().keySet().stream()
        .sorted()
        .forEach(name -> attributes.computeIfPresent(name, (n, value) -> mistyped(value, random)));
    return new EntityDescription(side.id(), attributes);
  }

  private String mistyped(String value, PairRandom random) {
    return TOKEN
        .matcher(value)
        .replaceAll(
            token ->
                Matcher.quoteReplacement(
                    token.group().codePoints().anyMatch(Character::isDigit)
                        ? token.group()
                        : mistypedWords(token.group(), random)));
  }

  private String mistypedWords(String token, PairRandom random) {
    return WORD.matcher(token)
        .replaceAll(word -> Matcher.quoteReplacement(slipped(word.group(), random)));
  }

  private String slipped(String word, PairRandom random) {
    // Letters outside of the basic plane are on no keyboard.
    boolean typed = word.chars().noneMatch(c -> Character.isSurrogate((char) c));
    return random.chance(rate) && typed ? Keyboard.slip(word, random) : word;
  }
}
