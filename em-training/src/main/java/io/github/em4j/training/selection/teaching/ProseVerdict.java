package io.github.em4j.training.selection.teaching;

import io.github.em4j.MatchLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an explanation in English prose concludes, beside the word that it begins with.
 *
 * <p>A teacher that was told a wrong label often writes the label's word and then argues against
 * it, or leaves the word out. Sentences such as "they do not match" and "both refer to the same
 * product" say so plainly; where they stand behind a "although" they concede, and do not count.
 *
 * @param mentions whether any sentence says it plainly
 * @param label what the first and the last of these sentences agree on; empty where they do not
 */
record ProseVerdict(boolean mentions, Optional<MatchLabel> label) {
  private static final String THING =
      "(?:products?|entity|entities|items?|publications?|papers?|works?|records?|objects?|things?"
          + "|offers?)";
  private static final String PAIR =
      "(?:they|both|two|these|entities|descriptions|products|items|records|publications|papers"
          + "|works|offers|(?:entity|product|description|record|item) [ab12])";

  private static final Pattern CONCESSION =
      pattern("\\b(?:although|though|while|whereas|despite|if|whether)\\b[^,;.]*[,;.]");
  private static final Pattern NON_MATCH =
      pattern(
          "\\b"
              + PAIR
              + " (?:do|are|would|should|can|could|may|might)(?: not|n't|n’t|not)"
              + " (?:[\\w-]+ ){0,5}?(?:match|the same|identical)\\b"
              + "|\\bnot (?:considered )?a (?:[\\w-]+ )?match\\b"
              + "|\\b(?:refer to|represent|describe|are) (?:[\\w-]+ ){0,2}?"
              + "(?:different|distinct|separate|unrelated) (?:[\\w-]+ ){0,3}?"
              + THING
              + "\\b");
  private static final Pattern MATCH =
      pattern(
          "\\b"
              + PAIR
              + " (?:[\\w-]+ ){0,2}?match\\b"
              + "|\\b(?:is|are|as|considered|making (?:them|it)) a (?:[\\w-]+ )?match\\b"
              + "|\\bthe same (?:[\\w-]+ ){0,3}?"
              + THING
              + "\\b");

  static ProseVerdict of(String text) {
    List<MatchLabel> said = new ArrayList<>();
    Sentences.of(text).forEach(sentence -> labelOf(sentence).ifPresent(said::add));
    if (said.isEmpty()) {
      return new ProseVerdict(false, Optional.empty());
    }
    MatchLabel first = said.get(0);
    return new ProseVerdict(
        true, first == said.get(said.size() - 1) ? Optional.of(first) : Optional.empty());
  }

  private static Optional<MatchLabel> labelOf(String sentence) {
    String plain = CONCESSION.matcher(sentence).replaceAll(" # ");
    boolean nonMatch = NON_MATCH.matcher(plain).find();
    boolean match = MATCH.matcher(NON_MATCH.matcher(plain).replaceAll(" # ")).find();
    return match == nonMatch ? Optional.empty() : Optional.of(MatchLabel.of(match));
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
