package io.github.em4j.training.selection.teaching;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A teacher that gives recorded answers: to each prompt its own ones, the first to the first
 * question and so on, the last one again and again. Each answer costs 10 tokens read and 1 written.
 */
final class RecordedTeacher implements LanguageModel {
  private final Map<List<Message>, List<ModelResult<Completion>>> answers = new HashMap<>();
  private final Map<List<Message>, Integer> asked = new HashMap<>();
  private final List<Prompt> prompts = new ArrayList<>();
  private final List<GenerationOptions> options = new ArrayList<>();

  /** Adds an answer to a prompt that ended by itself. */
  RecordedTeacher answer(Prompt prompt, String text) {
    return answer(prompt, text, FinishReason.STOP);
  }

  RecordedTeacher answer(Prompt prompt, String text, FinishReason reason) {
    return add(
        prompt, new ModelResult.Success<>(new Completion(text, reason, new TokenUsage(10, 1))));
  }

  RecordedTeacher failure(Prompt prompt, EntityMatchingException error) {
    return add(prompt, new ModelResult.Failure<>(error));
  }

  private RecordedTeacher add(Prompt prompt, ModelResult<Completion> result) {
    answers.computeIfAbsent(prompt.messages(), p -> new ArrayList<>()).add(result);
    return this;
  }

  /** All prompts that it was asked, in their order. */
  List<Prompt> prompts() {
    return prompts;
  }

  /** The options of each prompt. */
  List<GenerationOptions> options() {
    return options;
  }

  @Override
  public ModelId id() {
    return new ModelId("test", "recorded");
  }

  @Override
  public List<ModelResult<Completion>> complete(List<Prompt> asking, GenerationOptions how) {
    var results = new ArrayList<ModelResult<Completion>>();
    for (Prompt prompt : asking) {
      prompts.add(prompt);
      options.add(how);
      // A question that is asked again goes on behind the first one.
      List<Message> first = prompt.messages().subList(0, 2);
      List<ModelResult<Completion>> known = answers.get(first);
      if (known == null) {
        throw new AssertionError("no answer is recorded to " + first.get(1).content());
      }
      int number = asked.merge(first, 1, Integer::sum);
      results.add(known.get(Math.min(number, known.size()) - 1));
    }
    return results;
  }

  @Override
  public void close() {}
}
