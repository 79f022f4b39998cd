package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns prompts into tokens that leave room for an answer, by the policy for long ones: as {@link
 * OnnxLlama} does, so that a model can be trained on what it will be asked. Thread-safe.
 */
public final class PromptEncoder {
  private final ChatTokenizer tokenizer;
  private final int contextLength;
  private final ContextPolicy policy;

  /**
   * An encoder.
   *
   * @param tokenizer stays the caller's to close
   * @param contextLength how many positions there are for prompt and answer
   * @param policy what becomes of a prompt that is longer
   */
  public PromptEncoder(ChatTokenizer tokenizer, int contextLength, ContextPolicy policy) {
    this.tokenizer = tokenizer;
    this.contextLength = contextLength;
    this.policy = policy;
  }

  /**
   * Encodes prompts, on all cores.
   *
   * @param answerPositions how many positions the answer needs behind each: one fewer than it has
   *     tokens, since nothing comes after the last
   * @return for each the tokens, or why there are none
   */
  List<ModelResult<int[]>> encodeAll(List<Prompt> prompts, int answerPositions) {
    return prompts.parallelStream().map(prompt -> tryEncode(prompt, answerPositions)).toList();
  }

  private ModelResult<int[]> tryEncode(Prompt prompt, int answerPositions) {
    try {
      return new ModelResult.Success<>(encode(requireNonNull(prompt, "prompt"), answerPositions));
    } catch (EntityMatchingException e) {
      return new ModelResult.Failure<>(e);
    }
  }

  /**
   * Encodes a prompt.
   *
   * @param prompt the messages
   * @param answerPositions how many positions the answer needs behind it: one fewer than it has
   *     tokens, since nothing comes after the last
   * @return the token ids
   * @throws PromptTooLongException if it does not fit and may not be cut, or the answer alone
   *     exceeds the context
   * @throws EntityMatchingException if it has no token, or the chat template refuses it
   */
  public int[] encode(Prompt prompt, int answerPositions) {
    int room = contextLength - answerPositions;
    if (room < 1) {
      throw new PromptTooLongException(
          "an answer of up to %d tokens exceeds the context of %d"
              .formatted(answerPositions + 1L, contextLength));
    }
    int[] whole = tokenizer.encode(prompt);
    if (whole.length == 0) {
      throw new EntityMatchingException("the prompt has no token");
    }
    if (whole.length <= room) {
      return whole;
    }
    if (policy == ContextPolicy.REFUSE) {
      throw tooLong(whole.length, room, "");
    }
    int fits = -1;
    int tooMany = longestValue(prompt);
    int[] best = {};
    // The most characters per value with which the prompt fits.
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) >>> 1;
      int[] cut = tokenizer.encode(withValuesCutTo(prompt, middle));
      if (cut.length <= room) {
        fits = middle;
        best = cut;
      } else {
        tooMany = middle;
      }
    }
    if (fits < 0) {
      throw tooLong(
          whole.length, room, ", and not even without the values of its records does it fit");
    }
    return best;
  }

  private PromptTooLongException tooLong(int found, int room, String more) {
    return new PromptTooLongException(
        "the prompt has %d tokens, and the context of %d leaves room for %d%s"
            .formatted(found, contextLength, room, more));
  }

  private static int longestValue(Prompt prompt) {
    return prompt.messages().stream()
        .flatMap(message -> message.values().stream())
        .mapToInt(value -> value.end() - value.start())
        .max()
        .orElse(0);
  }

  private static Prompt withValuesCutTo(Prompt prompt, int characters) {
    return new Prompt(
        prompt.messages().stream().map(message -> withValuesCutTo(message, characters)).toList());
  }

  private static Message withValuesCutTo(Message message, int characters) {
    var content = new StringBuilder();
    List<Message.ValueSpan> spans = new ArrayList<>();
    int copied = 0;
    for (Message.ValueSpan value : message.values()) {
      content.append(message.content(), copied, value.start());
      int end = Math.min(value.end(), value.start() + characters);
      // Never between the two halves of a character.
      if (end > value.start()
          && end < value.end()
          && Character.isHighSurrogate(message.content().charAt(end - 1))) {
        end--;
      }
      spans.add(new Message.ValueSpan(content.length(), content.length() + end - value.start()));
      content.append(message.content(), value.start(), end);
      copied = value.end();
    }
    content.append(message.content(), copied, message.content().length());
    return new Message(message.role(), content.toString(), spans);
  }
}
