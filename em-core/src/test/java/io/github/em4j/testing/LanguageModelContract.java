package io.github.em4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelId;
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
 * What every {@link LanguageModel} promises. A module tests its model by a subclass that says how
 * to make one.
 *
 * <p>The model under test is deterministic under greedy generation, and answers an ordinary short
 * question without failing.
 */
public abstract class LanguageModelContract {
  private static final GenerationOptions SHORT = GenerationOptions.builder().maxTokens(4).build();

  private final List<LanguageModel> opened = new ArrayList<>();

  /** Makes a new model, ready for use. The contract closes it. */
  protected abstract LanguageModel createModel();

  @AfterEach
  final void closeModels() {
    opened.forEach(LanguageModel::close);
  }

  private LanguageModel model() {
    LanguageModel model = createModel();
    opened.add(model);
    return model;
  }

  private static Prompt question(int i) {
    return Prompt.of("Is the laser printer x" + i + " the printer x" + (i - i % 2) + "?");
  }

  private static List<Prompt> questions(int count) {
    return IntStream.range(0, count).mapToObj(LanguageModelContract::question).toList();
  }

  private static List<String> texts(List<ModelResult<Completion>> results) {
    return results.stream().map(result -> result.orElseThrow().text()).toList();
  }

  @Test
  void answersEveryPromptInItsPlace() {
    LanguageModel model = model();
    List<Prompt> prompts = questions(7);
    List<String> together = texts(model.complete(prompts, SHORT));
    assertThat(together).hasSameSizeAs(prompts);
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(texts(model.complete(List.of(prompts.get(i)), SHORT)))
          .as("prompt %s alone", i)
          .containsExactly(together.get(i));
    }
  }

  @Test
  void theSamePromptTwiceGetsTheSameAnswer() {
    List<String> answers = texts(model().complete(List.of(question(1), question(1)), SHORT));
    assertThat(answers.get(0)).isEqualTo(answers.get(1));
  }

  @Test
  void noPromptGetsNoAnswer() {
    assertThat(model().complete(List.of(), SHORT)).isEmpty();
  }

  @Test
  void writesNoMoreTokensThanAllowed() {
    GenerationOptions one = GenerationOptions.builder().maxTokens(1).build();
    Completion completion = model().complete(List.of(question(1)), one).get(0).orElseThrow();
    assertThat(completion.usage().completionTokens()).isLessThanOrEqualTo(1);
  }

  @Test
  void countsTheTokensOfThePrompt() {
    Completion completion = model().complete(List.of(question(1)), SHORT).get(0).orElseThrow();
    assertThat(completion.usage().promptTokens()).isPositive();
  }

  @Test
  void takesAConversation() {
    var conversation =
        new Prompt(
            List.of(
                Message.system("You compare products."),
                Message.user("Is x1 the same as x1?"),
                Message.assistant("Yes"),
                Message.user("Is x1 the same as x2?")));
    assertThat(texts(model().complete(List.of(conversation), SHORT))).hasSize(1);
  }

  @Test
  void anyUnicodeHasAResult() {
    List<Prompt> prompts =
        List.of(
            Prompt.of("Kšiltovka \uD83D\uDE80 日本語 e\u0301 \u202E"),
            Prompt.of("\"quotes\" 'and' {braces} %s $1 \\"));
    assertThat(model().complete(prompts, SHORT)).hasSize(2);
  }

  @Test
  void hasOneIdentity() {
    LanguageModel model = model();
    ModelId before = model.id();
    model.complete(List.of(question(1)), SHORT);
    assertThat(model.id()).isEqualTo(before);
  }

  @Test
  void refusesNull() {
    LanguageModel model = model();
    assertThatNullPointerException()
        .isThrownBy(() -> model.complete(Collections.singletonList(null), SHORT));
  }

  @Test
  void manyThreadsGetTheAnswersOfOne() throws Exception {
    LanguageModel model = model();
    List<Prompt> prompts = questions(4);
    List<String> expected = texts(model.complete(prompts, SHORT));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<String>>> calls =
          Collections.nCopies(8, () -> texts(model.complete(prompts, SHORT)));
      for (Future<List<String>> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void endsEarlyOnAnInterruptedThread() {
    LanguageModel model = model();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> model.complete(questions(2), SHORT))
          .isInstanceOf(EntityMatchingException.class);
    } finally {
      // The contract does not say whether the flag stays; the next test must not find it.
      boolean ignored = Thread.interrupted();
    }
  }

  @Test
  void closingTwiceIsFineAndUseAfterCloseIsNot() {
    LanguageModel model = model();
    model.close();
    model.close();
    assertThatIllegalStateException().isThrownBy(() -> model.complete(questions(1), SHORT));
  }
}
