package io.github.em4j.openai;

import io.github.em4j.model.ChoiceScores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Reads the probabilities of given choices out of an answer and the alternatives to its tokens.
 *
 * <p>A server shows the most probable tokens at each place of the answer that it wrote, so the
 * choices are followed along that answer. A choice counts the probabilities of all listed tokens
 * that spell it, or spell it and go on with something that is no letter and no digit.
 *
 * <p>What the list does not tell is bounded. A choice of several tokens that leaves the written
 * answer before it is spelled out counts as the probability of its last token that is listed, since
 * it cannot be more probable than its beginning. A choice that is not listed at all counts as the
 * least probable listed token, or as what all listed tokens leave over, whichever is less: the most
 * that it can be. With 20 alternatives that is seldom more than 0.001.
 *
 * <p>Where none of the choices is listed, the answer is something else, and all of them are
 * impossible.
 */
final class ChoiceReader {

  /**
   * A probability, whether the list tells anything of the choice, and whether it is the most that
   * the choice can have.
   */
  private record Found(double probability, boolean listed, boolean bound) {}

  private final List<String> choices;
  private final List<String> compared;
  private final ChoiceMatching matching;

  /**
   * Checks the choices.
   *
   * @throws IllegalArgumentException if there is none, one is empty, or two count as the same
   */
  ChoiceReader(List<String> choices, ChoiceMatching matching) {
    this.choices = List.copyOf(choices);
    this.compared = this.choices.stream().map(matching::choice).toList();
    this.matching = matching;
    if (choices.isEmpty()
        || compared.contains("")
        || new HashSet<>(compared).size() < compared.size()) {
      throw new IllegalArgumentException(
          "choices must be different and not empty (%s), found %s".formatted(matching, choices));
    }
  }

  /** Reads the choices from log-probabilities, or from the text where there are none. */
  ChoiceScores read(ChatAnswer answer) {
    ChoiceScores scores =
        answer.logProbabilities().isEmpty() ? fromText(answer) : fromTokens(answer);
    return answer.requestId().map(scores::withRequestId).orElse(scores);
  }

  private ChoiceScores fromTokens(ChatAnswer answer) {
    List<TokenLogProbability> tokens = spoken(answer.logProbabilities());
    List<Found> found = compared.stream().map(choice -> follow(choice, tokens)).toList();
    boolean anyListed = found.stream().anyMatch(Found::listed);
    var scores = new ArrayList<Double>();
    var bounds = new HashSet<Integer>();
    for (Found choice : found) {
      if (anyListed && choice.bound()) {
        bounds.add(scores.size());
      }
      scores.add(
          anyListed ? Math.min(0, Math.log(choice.probability())) : Double.NEGATIVE_INFINITY);
    }
    return new ChoiceScores(choices, scores, answer.usage()).withUpperBounds(bounds);
  }

  /** The tokens from the first one on that says something. */
  private List<TokenLogProbability> spoken(List<TokenLogProbability> tokens) {
    int first = 0;
    while (first < tokens.size() - 1 && matching.first(tokens.get(first).token()).isEmpty()) {
      first++;
    }
    return tokens.subList(first, tokens.size());
  }

  private Found follow(String choice, List<TokenLogProbability> tokens) {
    double path = 1;
    double exact = 0;
    double begun = 0;
    String rest = choice;
    for (int place = 0; place < tokens.size(); place++) {
      TokenLogProbability written = tokens.get(place);
      String writtenText = text(written.token(), place);
      boolean goesOn = false;
      for (TokenLogProbability.Alternative token : listed(written)) {
        String text = text(token.token(), place);
        double probability = path * Math.exp(token.logProbability());
        if (spells(text, rest)) {
          exact += probability;
        } else if (!text.isEmpty() && rest.startsWith(text)) {
          if (token.token().equals(written.token())) {
            goesOn = true;
          } else {
            begun += probability;
          }
        }
      }
      if (!goesOn) {
        double unlisted = path * unlisted(written);
        return exact > 0
            ? new Found(exact, true, false)
            : new Found(begun > 0 ? begun : unlisted, begun > 0, true);
      }
      path *= Math.exp(written.logProbability());
      rest = rest.substring(writtenText.length());
    }
    // The answer ends before the choice does.
    return exact > 0 ? new Found(exact, true, false) : new Found(path, path > 0, true);
  }

  private String text(String token, int place) {
    return place == 0 ? matching.first(token) : matching.next(token);
  }

  private static boolean spells(String text, String rest) {
    return text.startsWith(rest)
        && (text.length() == rest.length()
            || !Character.isLetterOrDigit(text.charAt(rest.length())));
  }

  /**
   * The listed tokens, each once: some servers do not list the written one, others list it twice.
   * Different tokens may be written alike, but not be equally probable to the last digit.
   */
  private static List<TokenLogProbability.Alternative> listed(TokenLogProbability written) {
    var all = new LinkedHashSet<>(written.top());
    if (all.stream().noneMatch(token -> token.token().equals(written.token()))) {
      all.add(new TokenLogProbability.Alternative(written.token(), written.logProbability()));
    }
    return List.copyOf(all);
  }

  /** The most that a token can have that is not listed. */
  private static double unlisted(TokenLogProbability written) {
    double sum = 0;
    double least = 1;
    for (TokenLogProbability.Alternative token : listed(written)) {
      double probability = Math.exp(token.logProbability());
      sum += probability;
      least = Math.min(least, probability);
    }
    return Math.min(least, Math.max(0, 1 - sum));
  }

  /** The choice that the text begins with has probability 1; no other text has any. */
  private ChoiceScores fromText(ChatAnswer answer) {
    String text = matching.first(answer.text());
    var scores = new ArrayList<Double>();
    int best = -1;
    for (int i = 0; i < compared.size(); i++) {
      scores.add(Double.NEGATIVE_INFINITY);
      boolean longer = best < 0 || compared.get(i).length() > compared.get(best).length();
      if (longer && spells(text, compared.get(i))) {
        best = i;
      }
    }
    if (best >= 0) {
      scores.set(best, 0.0);
    }
    return new ChoiceScores(choices, scores, answer.usage());
  }
}
