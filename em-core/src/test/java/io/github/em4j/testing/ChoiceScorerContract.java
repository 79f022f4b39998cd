package io.github.em4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ChoiceScorer} promises. A module tests its model by a subclass that says how to
 * make one.
 *
 * <p>The model under test is deterministic, and scores {@code Yes} and {@code No} after an ordinary
 * short question without failing.
 */
public abstract class ChoiceScorerContract {
  private static final List<String> YES_NO = List.of("Yes", "No");

  private final List<ChoiceScorer> opened = new ArrayList<>();

  /** Makes a new model, ready for use. The contract closes it. */
  protected abstract ChoiceScorer createScorer();

  /** How far two log-probabilities of the same choice may lie apart; 0 for exact arithmetic. */
  protected double tolerance() {
    return 0;
  }

  @AfterEach
  final void closeScorers() {
    opened.forEach(ChoiceScorer::close);
  }

  private ChoiceScorer scorer() {
    ChoiceScorer scorer = createScorer();
    opened.add(scorer);
    return scorer;
  }

  private static Prompt question(int i) {
    return Prompt.of("Is the laser printer x" + i + " the printer x" + (i - i % 2) + "?");
  }

  private static List<Prompt> questions(int count) {
    return IntStream.range(0, count).mapToObj(ChoiceScorerContract::question).toList();
  }

  private static List<ChoiceScores> scores(List<ModelResult<ChoiceScores>> results) {
    return results.stream().map(ModelResult::orElseThrow).toList();
  }

  private void assertSame(ChoiceScores actual, ChoiceScores expected) {
    assertThat(actual.choices()).isEqualTo(expected.choices());
    for (int i = 0; i < expected.choices().size(); i++) {
      assertClose(actual.logProbabilities().get(i), expected.logProbabilities().get(i));
    }
  }

  private void assertClose(double actual, double expected) {
    if (actual != expected) {
      assertThat(actual).isCloseTo(expected, within(tolerance()));
    }
  }

  @Test
  void scoresEveryPromptInItsPlace() {
    ChoiceScorer scorer = scorer();
    List<Prompt> prompts = questions(7);
    List<ChoiceScores> together = scores(scorer.score(prompts, YES_NO));
    assertThat(together).hasSameSizeAs(prompts);
    for (int i = 0; i < prompts.size(); i++) {
      assertSame(scores(scorer.score(List.of(prompts.get(i)), YES_NO)).get(0), together.get(i));
    }
  }

  @Test
  void givesTheChoicesInTheOrderOfTheQuestion() {
    ChoiceScorer scorer = scorer();
    List<Prompt> prompts = questions(2);
    List<ChoiceScores> one = scores(scorer.score(prompts, YES_NO));
    List<ChoiceScores> other = scores(scorer.score(prompts, List.of("No", "Yes")));
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(one.get(i).choices()).containsExactly("Yes", "No");
      assertThat(other.get(i).choices()).containsExactly("No", "Yes");
      assertClose(other.get(i).logProbabilities().get(0), one.get(i).logProbabilities().get(1));
      assertClose(other.get(i).logProbabilities().get(1), one.get(i).logProbabilities().get(0));
    }
  }

  @Test
  void theProbabilitiesOfTheChoicesAreNoMoreThanAll() {
    for (ChoiceScores scores : scores(scorer().score(questions(3), YES_NO))) {
      double sum = scores.logProbabilities().stream().mapToDouble(Math::exp).sum();
      assertThat(sum).isLessThanOrEqualTo(1 + 1e-6);
    }
  }

  @Test
  void scoresASingleChoice() {
    assertThat(scores(scorer().score(questions(1), List.of("Yes"))).get(0).choices())
        .containsExactly("Yes");
  }

  @Test
  void noPromptGetsNoScores() {
    assertThat(scorer().score(List.of(), YES_NO)).isEmpty();
  }

  @Test
  void countsTheTokensOfThePrompt() {
    ChoiceScores scores = scores(scorer().score(questions(1), YES_NO)).get(0);
    assertThat(scores.usage().promptTokens()).isPositive();
  }

  @Test
  void refusesChoicesThatAreNone() {
    ChoiceScorer scorer = scorer();
    for (List<String> bad : List.of(List.<String>of(), List.of("Yes", "Yes"), List.of("Yes", ""))) {
      assertThatIllegalArgumentException().isThrownBy(() -> scorer.score(questions(1), bad));
    }
  }

  @Test
  void refusesNull() {
    ChoiceScorer scorer = scorer();
    assertThatNullPointerException()
        .isThrownBy(() -> scorer.score(Collections.singletonList(null), YES_NO));
  }

  @Test
  void manyThreadsGetTheScoresOfOne() throws Exception {
    ChoiceScorer scorer = scorer();
    List<Prompt> prompts = questions(4);
    List<ChoiceScores> expected = scores(scorer.score(prompts, YES_NO));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<ChoiceScores>>> calls =
          Collections.nCopies(8, () -> scores(scorer.score(prompts, YES_NO)));
      for (Future<List<ChoiceScores>> call : threads.invokeAll(calls)) {
        List<ChoiceScores> found = call.get();
        for (int i = 0; i < expected.size(); i++) {
          assertSame(found.get(i), expected.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void endsEarlyOnAnInterruptedThread() {
    ChoiceScorer scorer = scorer();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> scorer.score(questions(2), YES_NO))
          .isInstanceOf(EntityMatchingException.class);
    } finally {
      // The contract does not say whether the flag stays; the next test must not find it.
      boolean ignored = Thread.interrupted();
    }
  }

  @Test
  void closingTwiceIsFineAndUseAfterCloseIsNot() {
    ChoiceScorer scorer = scorer();
    scorer.close();
    scorer.close();
    assertThatIllegalStateException().isThrownBy(() -> scorer.score(questions(1), YES_NO));
  }
}
