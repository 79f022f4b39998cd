package io.github.em4j.prompts.analysis;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Asks a model, and again where its answer cannot be read, up to a number of times. Counts tokens;
 * one instance serves one analysis and one thread.
 */
final class Questions {
  /** How freely a second answer is sampled, since a greedy model may say the same once more. */
  private static final double RETRY_TEMPERATURE = 0.7;

  private final LanguageModel model;
  private final GenerationOptions generation;
  private final int maxQuestions;
  private TokenUsage usage = TokenUsage.NONE;

  /**
   * What became of a prompt.
   *
   * @param value what the answer says, where one could be read
   * @param failure why there was no answer to read, where the model failed
   */
  record Reply<T>(Optional<T> value, Optional<EntityMatchingException> failure) {}

  Questions(LanguageModel model, GenerationOptions generation, int maxQuestions) {
    this.model = model;
    this.generation = generation;
    this.maxQuestions = maxQuestions;
  }

  /** What all questions so far cost. */
  TokenUsage usage() {
    return usage;
  }

  /**
   * Asks.
   *
   * @param reader reads an answer, empty where it cannot
   * @param complaint what to tell a model whose answer cannot be read
   * @return reply {@code i} belongs to prompt {@code i}
   * @throws EntityMatchingException if no prompt at all could be completed
   */
  <T> List<Reply<T>> ask(
      List<Prompt> prompts, Function<String, Optional<T>> reader, String complaint) {
    var replies = new ArrayList<Reply<T>>();
    prompts.forEach(prompt -> replies.add(new Reply<>(Optional.empty(), Optional.empty())));
    var current = new ArrayList<>(prompts);
    List<Integer> open = IntStream.range(0, prompts.size()).boxed().toList();
    for (int number = 1; number <= maxQuestions && !open.isEmpty(); number++) {
      List<ModelResult<Completion>> results =
          complete(open.stream().map(current::get).toList(), number);
      var again = new ArrayList<Integer>();
      for (int k = 0; k < open.size(); k++) {
        int i = open.get(k);
        if (results.get(k) instanceof ModelResult.Failure<Completion> failure) {
          replies.set(i, new Reply<>(Optional.empty(), Optional.of(failure.error())));
          continue;
        }
        Completion answer = results.get(k).orElseThrow();
        usage = usage.plus(answer.usage());
        Optional<T> value = reader.apply(answer.text());
        replies.set(i, new Reply<>(value, Optional.empty()));
        if (value.isEmpty()) {
          current.set(i, followUp(prompts.get(i), answer.text(), complaint));
          again.add(i);
        }
      }
      open = again;
    }
    return replies;
  }

  private List<ModelResult<Completion>> complete(List<Prompt> prompts, int number) {
    List<ModelResult<Completion>> results = model.complete(prompts, options(number));
    if (results.size() != prompts.size()) {
      throw new EntityMatchingException(
          "model %s must give one result per prompt, found %d for %d"
              .formatted(model.id(), results.size(), prompts.size()));
    }
    return results;
  }

  private GenerationOptions options(int number) {
    if (number == 1) {
      return generation;
    }
    return GenerationOptions.builder()
        .maxTokens(generation.maxTokens())
        .temperature(Math.max(generation.temperature(), RETRY_TEMPERATURE))
        .topP(generation.topP())
        .stopStrings(generation.stopStrings())
        .seed(generation.seed().orElse(0) + number - 1)
        .build();
  }

  /** Only the last answer is shown, so that prompts do not grow with the number of questions. */
  private static Prompt followUp(Prompt first, String answer, String complaint) {
    if (answer.isBlank()) {
      return first;
    }
    var messages = new ArrayList<>(first.messages());
    messages.add(Message.assistant(answer));
    messages.add(Message.user(complaint));
    return new Prompt(messages);
  }
}
