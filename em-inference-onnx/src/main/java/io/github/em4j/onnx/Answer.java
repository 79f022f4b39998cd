package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.ModelResult;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The answer to one prompt while it is written. Not thread-safe. */
final class Answer {
  private final int[] prompt;
  private final GenerationOptions options;
  private final Set<Integer> endTokens;
  private final TokenSampler sampler;
  private final AnswerText text;
  private Optional<ModelResult<Completion>> result = Optional.empty();

  Answer(int[] prompt, GenerationOptions options, Set<Integer> endTokens, ChatTokenizer tokenizer) {
    this.prompt = prompt;
    this.options = options;
    this.endTokens = endTokens;
    this.sampler = new TokenSampler(options);
    this.text = new AnswerText(tokenizer, options.stopStrings());
  }

  /** The tokens before the answer. */
  int[] prompt() {
    return prompt;
  }

  /** How it is written. */
  GenerationOptions options() {
    return options;
  }

  /** The tokens of the prompt and of the answer so far. */
  int[] tokens() {
    int[] tokens = Arrays.copyOf(prompt, length());
    text.copyTo(tokens, prompt.length);
    return tokens;
  }

  /** How many tokens it may still grow by. */
  int remaining() {
    return options.maxTokens() - text.count();
  }

  /** The random number of the next token. */
  float draw() {
    return (float) sampler.draw();
  }

  /** How many positions the model sees in the end: nothing comes after the last token. */
  int positions() {
    return prompt.length + options.maxTokens() - 1;
  }

  /** How many tokens prompt and answer have so far. */
  int length() {
    return prompt.length + text.count();
  }

  /** The token written last. */
  int lastToken() {
    return text.last();
  }

  /** Whether the last token is written. */
  boolean isFinished() {
    return result.isPresent();
  }

  /** Chooses the next token from logits. */
  void continueWith(float[] logits) {
    try {
      add(sampler.next(logits));
    } catch (EntityMatchingException e) {
      result = Optional.of(new ModelResult.Failure<>(e));
    }
  }

  /** Takes the next token, which a graph chose from logits of which this is the largest. */
  void add(int token, float largestLogit) {
    if (Float.isFinite(largestLogit)) {
      add(token);
    } else {
      result = Optional.of(new ModelResult.Failure<>(TokenSampler.noNumber(largestLogit)));
    }
  }

  private void add(int token) {
    if (endTokens.contains(token)) {
      finish(FinishReason.STOP, text.count() + 1);
    } else if (text.add(token)) {
      finish(FinishReason.STOP, text.count());
    } else if (text.count() == options.maxTokens()) {
      finish(FinishReason.LENGTH, text.count());
    }
  }

  private void finish(FinishReason reason, int written) {
    var usage = new TokenUsage(prompt.length, written);
    result = Optional.of(new ModelResult.Success<>(new Completion(text.finished(), reason, usage)));
  }

  /** The finished answer. */
  ModelResult<Completion> result() {
    return result.orElseThrow(() -> new IllegalStateException("the answer is not finished"));
  }
}
