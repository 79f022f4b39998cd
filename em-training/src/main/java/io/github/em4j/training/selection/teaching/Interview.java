package io.github.em4j.training.selection.teaching;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Asks a teacher many questions at once, and those that it did not answer usefully again, up to a
 * number of times.
 *
 * <p>A question that is asked again shows the teacher its last answer and what is wrong with it. It
 * is sampled with a seed of its own, since a greedy model may say the same once more. What becomes
 * of a prompt does not depend on the others.
 *
 * @param <T> what an answer says
 */
final class Interview<T> {
  /** How freely a second answer is sampled where the first one was greedy. */
  static final double RETRY_TEMPERATURE = 0.7;

  private final LanguageModel teacher;
  private final GenerationOptions generation;
  private final int maxQuestions;

  /** Judges an answer. */
  interface Judge<T> {

    /**
     * Says what an answer is worth.
     *
     * @param prompt which prompt it answers, from 0 on
     * @param answer the answer
     */
    Reading<T> judge(int prompt, Completion answer);
  }

  /**
   * @param generation how the first answers are generated
   * @param maxQuestions how often a prompt is asked at most, at least 1
   */
  Interview(LanguageModel teacher, GenerationOptions generation, int maxQuestions) {
    this.teacher = requireNonNull(teacher, "teacher");
    this.generation = requireNonNull(generation, "generation");
    this.maxQuestions = requireQuestions(maxQuestions);
  }

  static int requireQuestions(int atMost) {
    if (atMost < 1) {
      throw new IllegalArgumentException("questions must be at least 1, found " + atMost);
    }
    return atMost;
  }

  /** Adds to the settings of a step how it asks. */
  static void describe(GenerationOptions generation, int questions, Map<String, String> settings) {
    settings.put("questions", Integer.toString(questions));
    settings.put("max tokens", Integer.toString(generation.maxTokens()));
    settings.put("temperature", Double.toString(generation.temperature()));
    settings.put("top p", Double.toString(generation.topP()));
    settings.put("stop strings", generation.stopStrings().toString());
    settings.put(
        "seed",
        generation.seed().isPresent() ? Long.toString(generation.seed().getAsLong()) : "none");
  }

  /**
   * Asks.
   *
   * @return transcript {@code i} belongs to prompt {@code i}
   * @throws EntityMatchingException if the teacher fails in a way that may pass, or that ends the
   *     run, such as an account without money: that says nothing about the prompts
   */
  List<Transcript<T>> ask(List<Prompt> prompts, Judge<T> judge) {
    var transcripts = new ArrayList<Transcript<T>>();
    prompts.forEach(prompt -> transcripts.add(new Transcript<>()));
    var current = new ArrayList<>(prompts);
    List<Integer> open = IntStream.range(0, prompts.size()).boxed().toList();
    for (int number = 1; number <= maxQuestions && !open.isEmpty(); number++) {
      List<ModelResult<Completion>> results =
          complete(open.stream().map(current::get).toList(), number);
      var again = new ArrayList<Integer>();
      for (int k = 0; k < open.size(); k++) {
        int i = open.get(k);
        if (results.get(k) instanceof ModelResult.Failure<Completion> failure) {
          transcripts.get(i).fail(lasting(failure.error()));
        } else {
          Completion answer = results.get(k).orElseThrow();
          Reading<T> reading = judge.judge(i, answer);
          transcripts.get(i).add(answer, reading);
          if (reading.objection().isPresent()) {
            current.set(i, followUp(prompts.get(i), answer, reading.objection().get()));
            again.add(i);
          }
        }
      }
      open = again;
    }
    return transcripts;
  }

  private List<ModelResult<Completion>> complete(List<Prompt> prompts, int number) {
    List<ModelResult<Completion>> results = teacher.complete(prompts, options(number));
    if (results.size() != prompts.size()) {
      throw new EntityMatchingException(
          "model %s must give one result per prompt, found %d for %d"
              .formatted(teacher.id(), results.size(), prompts.size()));
    }
    return results;
  }

  private EntityMatchingException lasting(EntityMatchingException error) {
    if (error.endsRun()) {
      throw error;
    }
    if (error.isRetryable()) {
      throw new EntityMatchingException(
          "teacher " + teacher.id() + " does not answer for now: " + error.getMessage(),
          error,
          true);
    }
    return error;
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
  private static Prompt followUp(Prompt first, Completion answer, String objection) {
    if (answer.text().isBlank()) {
      return first;
    }
    var messages = new ArrayList<>(first.messages());
    messages.add(Message.assistant(answer.text()));
    messages.add(Message.user(objection));
    return new Prompt(messages);
  }
}
