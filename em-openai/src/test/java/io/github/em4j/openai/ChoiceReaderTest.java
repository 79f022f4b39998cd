package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.openai.TokenLogProbability.Alternative;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChoiceReaderTest {
  private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;

  /** A token, what the model wrote first; then token, probability, token, probability, ... */
  private static TokenLogProbability token(Object... tokensAndProbabilities) {
    var top = new ArrayList<Alternative>();
    for (int i = 0; i < tokensAndProbabilities.length; i += 2) {
      top.add(
          new Alternative(
              (String) tokensAndProbabilities[i],
              Math.log(((Number) tokensAndProbabilities[i + 1]).doubleValue())));
    }
    return new TokenLogProbability(top.get(0).token(), top.get(0).logProbability(), top);
  }

  private static ChatAnswer answer(String text, TokenLogProbability... tokens) {
    return new ChatAnswer(
        text,
        FinishReason.STOP,
        Optional.empty(),
        List.of(tokens),
        new TokenUsage(9, 1),
        0,
        0,
        "m",
        Optional.empty());
  }

  private static List<Double> probabilities(
      ChatAnswer answer, ChoiceMatching matching, String... choices) {
    return new ChoiceReader(List.of(choices), matching)
        .read(answer).logProbabilities().stream().map(Math::exp).toList();
  }

  private static void assertProbabilities(List<Double> actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-9));
    }
  }

  @Test
  void readsTheFirstToken() {
    ChatAnswer answer = answer("Yes", token("Yes", 0.7, "No", 0.2, "Maybe", 0.05));
    assertProbabilities(probabilities(answer, ChoiceMatching.TO_THE_LETTER, "No", "Yes"), 0.2, 0.7);
  }

  @Test
  void aChoiceThatIsNotListedCountsAsTheMostItCanBe() {
    ChatAnswer muchLeft = answer("Yes", token("Yes", 0.6, "Well", 0.01));
    assertProbabilities(
        probabilities(muchLeft, ChoiceMatching.TO_THE_LETTER, "Yes", "No"), 0.6, 0.01);
    ChatAnswer littleLeft = answer("Yes", token("Yes", 0.9, "Well", 0.0999));
    assertProbabilities(
        probabilities(littleLeft, ChoiceMatching.TO_THE_LETTER, "Yes", "No"), 0.9, 0.0001);
  }

  @Test
  void tellsBoundsFromScoresAndWhichRequestTheyAnswer() {
    ChatAnswer plain = answer("Yes", token("Yes", 0.6, "Well", 0.01));
    var reader = new ChoiceReader(List.of("Yes", "No", "Well"), ChoiceMatching.TO_THE_LETTER);
    ChoiceScores scores = reader.read(plain);
    assertThat(scores.isUpperBound(0)).isFalse();
    assertThat(scores.isUpperBound(1)).isTrue();
    assertThat(scores.isUpperBound(2)).isFalse();
    assertThat(scores.requestId()).isEmpty();
    assertThat(scores)
        .hasToString(
            "ChoiceScores['Yes' = %s, 'No' <= %s, 'Well' = %s, %s]"
                .formatted(
                    scores.logProbabilities().get(0),
                    scores.logProbabilities().get(1),
                    scores.logProbabilities().get(2),
                    scores.usage()));
    ChatAnswer named =
        new ChatAnswer(
            "No",
            FinishReason.STOP,
            Optional.empty(),
            List.of(),
            new TokenUsage(9, 1),
            0,
            0,
            "m",
            Optional.of("req_7"));
    assertThat(reader.read(named).requestId()).contains("req_7");
    assertThat(reader.read(named).isUpperBound(0)).isFalse();
    assertThat(named.toCompletion().requestId()).contains("req_7");
  }

  @Test
  void noListedChoiceMeansThatTheAnswerIsSomethingElse() {
    ChatAnswer answer = answer("The", token("The", 0.9, "It", 0.05));
    assertThat(
            new ChoiceReader(List.of("Yes", "No"), ChoiceMatching.TO_THE_LETTER)
                .read(answer)
                .logProbabilities())
        .containsExactly(IMPOSSIBLE, IMPOSSIBLE);
  }

  @Test
  void addsUpTheTokensThatSpellAChoice() {
    ChatAnswer answer = answer("Yes", token("Yes", 0.5, " Yes", 0.2, "yes", 0.1, "No", 0.05));
    assertProbabilities(
        probabilities(answer, ChoiceMatching.TO_THE_LETTER, "Yes", "No"), 0.5, 0.05);
    assertProbabilities(probabilities(answer, ChoiceMatching.IGNORE_SPACE, "Yes", "No"), 0.7, 0.05);
    assertProbabilities(
        probabilities(answer, ChoiceMatching.IGNORE_SPACE_AND_CASE, "Yes", "No"), 0.8, 0.05);
  }

  @Test
  void aTokenMayGoOnBehindTheChoiceButNotInsideTheWord() {
    ChatAnswer answer = answer("Yes.", token("Yes.", 0.5, "Not", 0.3, "No", 0.1));
    assertProbabilities(probabilities(answer, ChoiceMatching.TO_THE_LETTER, "Yes", "No"), 0.5, 0.1);
  }

  @Test
  void followsChoicesOfSeveralTokensAlongTheAnswer() {
    ChatAnswer answer =
        answer("No match", token("No", 0.6, "Match", 0.3), token(" match", 0.9, " way", 0.05));
    assertProbabilities(
        probabilities(answer, ChoiceMatching.TO_THE_LETTER, "Match", "No match"), 0.3, 0.54);
  }

  @Test
  void aChoiceThatLeavesTheAnswerCountsAsItsBeginning() {
    ChatAnswer answer = answer("Match", token("Match", 0.7, "No", 0.2));
    assertProbabilities(
        probabilities(answer, ChoiceMatching.TO_THE_LETTER, "Match", "No match"), 0.7, 0.2);
  }

  @Test
  void aChoiceThatTheAnswerWasTooShortForCountsAsItsBeginning() {
    ChatAnswer answer = answer("No", token("No", 0.6, "Match", 0.3));
    assertProbabilities(
        probabilities(answer, ChoiceMatching.TO_THE_LETTER, "Match", "No match"), 0.3, 0.6);
  }

  @Test
  void passesOverWhiteSpaceInFront() {
    ChatAnswer answer = answer("\nYes", token("\n", 1), token("Yes", 0.9, "No", 0.1));
    assertProbabilities(probabilities(answer, ChoiceMatching.IGNORE_SPACE, "Yes", "No"), 0.9, 0.1);
  }

  @Test
  void aServerNeedNotListTheWrittenToken() {
    TokenLogProbability token =
        new TokenLogProbability(
            "Yes", Math.log(0.4), List.of(new Alternative("No", Math.log(0.3))));
    assertProbabilities(
        probabilities(answer("Yes", token), ChoiceMatching.TO_THE_LETTER, "Yes", "No"), 0.4, 0.3);
  }

  @Test
  void aTokenThatIsListedTwiceCountsOnce() {
    ChatAnswer answer =
        answer("No", token("No", 0.4, "Yes", 0.3, "No", 0.4, "Yes", 0.3, "Yes", 0.01));
    assertProbabilities(
        probabilities(answer, ChoiceMatching.TO_THE_LETTER, "Yes", "No"), 0.31, 0.4);
  }

  @Test
  void readsTokensAsVocabulariesWriteThem() {
    for (String space : List.of("\u0120", "\u2581", " ")) {
      ChatAnswer answer =
          answer(
              "No match",
              token(space + "No", 0.6, "\ufffd", 0.2, space + "Match", 0.1, "<0xE3>", 0.05),
              token(space + "match", 0.9, "\ufffd", 0.05));
      assertProbabilities(
          probabilities(answer, ChoiceMatching.IGNORE_SPACE, "Match", "No match"), 0.1, 0.54);
    }
  }

  @Test
  void readsTheTextWhereThereAreNoLogProbabilities() {
    assertProbabilities(
        probabilities(answer("Yes, they are."), ChoiceMatching.IGNORE_SPACE, "Yes", "No"), 1, 0);
    assertProbabilities(
        probabilities(answer(" no"), ChoiceMatching.IGNORE_SPACE_AND_CASE, "Yes", "No"), 0, 1);
    assertProbabilities(
        probabilities(answer("Nothing"), ChoiceMatching.IGNORE_SPACE, "Yes", "No"), 0, 0);
    assertProbabilities(
        probabilities(answer("No match"), ChoiceMatching.IGNORE_SPACE, "No", "No match"), 0, 1);
  }

  @Test
  void refusesChoicesThatCountAsTheSame() {
    for (List<String> bad : List.of(List.of("Yes", "yes"), List.of("Yes", " "))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ChoiceReader(bad, ChoiceMatching.IGNORE_SPACE_AND_CASE));
    }
  }
}
