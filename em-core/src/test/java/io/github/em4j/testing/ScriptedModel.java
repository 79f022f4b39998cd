package io.github.em4j.testing;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/**
 * A model that says what a test wrote for it: an answer and the probability of {@code Yes}, both
 * from the last message of a prompt. Tokens are words. Safe for use by many threads.
 *
 * <p>A script that throws an {@link EntityMatchingException} fails that prompt.
 */
public final class ScriptedModel implements LanguageModel, ChoiceScorer {
  private final Function<String, String> answers;
  private final Function<String, Double> probabilities;
  private volatile boolean closed;

  /**
   * A model with a script.
   *
   * @param answers the last message to the answer
   * @param probabilities the last message to the probability of {@code Yes}, in [0, 1]
   */
  public ScriptedModel(Function<String, String> answers, Function<String, Double> probabilities) {
    this.answers = answers;
    this.probabilities = probabilities;
  }

  /** A model that always answers the same; the probability of {@code Yes} is 0.5. */
  public static ScriptedModel answering(String answer) {
    return new ScriptedModel(question -> answer, question -> 0.5);
  }

  /** The same script as a model that only writes. */
  public LanguageModel writingOnly() {
    ScriptedModel script = this;
    return new LanguageModel() {
      @Override
      public ModelId id() {
        return script.id();
      }

      @Override
      public List<ModelResult<Completion>> complete(
          List<Prompt> prompts, GenerationOptions options) {
        return script.complete(prompts, options);
      }

      @Override
      public void close() {
        script.close();
      }
    };
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public ModelId id() {
    return new ModelId("test", "scripted");
  }

  @Override
  public List<ModelResult<Completion>> complete(List<Prompt> prompts, GenerationOptions options) {
    return answerAll(prompts, prompt -> completion(prompt, options.maxTokens()));
  }

  @Override
  public List<ModelResult<ChoiceScores>> score(List<Prompt> prompts, List<String> choices) {
    if (choices.isEmpty() || new HashSet<>(choices).size() < choices.size()) {
      throw new IllegalArgumentException("choices must be different, found " + choices);
    }
    if (choices.contains("")) {
      throw new IllegalArgumentException("a choice must not be empty, found " + choices);
    }
    return answerAll(prompts, prompt -> scores(prompt, choices));
  }

  private Completion completion(Prompt prompt, int maxTokens) {
    // Cut behind white space, so that the lines of an answer stay lines.
    String answer = answers.apply(question(prompt));
    String[] words = answer.split("(?<=\\s)(?=\\S)", -1);
    boolean cut = words.length > maxTokens;
    String text = cut ? String.join("", List.of(words).subList(0, maxTokens)) : answer;
    return new Completion(
        text,
        cut ? FinishReason.LENGTH : FinishReason.STOP,
        new TokenUsage(tokens(prompt), Math.min(words.length, maxTokens)));
  }

  private ChoiceScores scores(Prompt prompt, List<String> choices) {
    double yes = probabilities.apply(question(prompt));
    var logProbabilities = new ArrayList<Double>();
    for (String choice : choices) {
      // Each choice gets its probability by its name, wherever it stands in the list.
      double probability = choice.equals("No") ? 1 - yes : choice.equals("Yes") ? yes : 0;
      logProbabilities.add(Math.log(probability));
    }
    return new ChoiceScores(choices, logProbabilities, new TokenUsage(tokens(prompt), 0));
  }

  private <T> List<ModelResult<T>> answerAll(List<Prompt> prompts, Function<Prompt, T> answer) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    var results = new ArrayList<ModelResult<T>>();
    for (Prompt prompt : prompts) {
      requireNonNull(prompt, "prompt");
      if (Thread.currentThread().isInterrupted()) {
        throw new EntityMatchingException("interrupted", null, true);
      }
      try {
        results.add(new ModelResult.Success<>(answer.apply(prompt)));
      } catch (EntityMatchingException e) {
        results.add(new ModelResult.Failure<>(e));
      }
    }
    return results;
  }

  private static String question(Prompt prompt) {
    return prompt.messages().get(prompt.messages().size() - 1).content();
  }

  private static long tokens(Prompt prompt) {
    return prompt.messages().stream()
        .map(Message::content)
        .mapToLong(text -> text.split("\\s+", -1).length)
        .sum();
  }

  @Override
  public void close() {
    closed = true;
  }
}
