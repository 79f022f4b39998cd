package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.onnx.ContextPolicy;
import io.github.em4j.onnx.PromptEncoder;
import io.github.em4j.onnx.PromptTooLongException;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Examples as a model in training reads them: prompt, completion, and what ends an answer.
 *
 * @param examples those that fit, in their order
 * @param dropped how many did not
 * @param truncated how many fit because values were cut
 */
record EncodedExamples(List<TrainingExample> examples, int dropped, int truncated) {
  EncodedExamples {
    examples = List.copyOf(examples);
  }

  /**
   * Encodes examples.
   *
   * @param maxLength how many tokens one may have
   * @throws EntityMatchingException if one is too long and the policy says so, none is left, or one
   *     cannot be encoded whatever its length
   */
  static EncodedExamples of(
      List<FineTuningExample> examples,
      ChatTokenizer tokenizer,
      int maxLength,
      TrainingOptions options) {
    int[] end = tokenizer.encodeAnswerEnd();
    boolean cut = options.longExamples == LongExamplePolicy.TRUNCATE_VALUES;
    PromptEncoder whole = new PromptEncoder(tokenizer, maxLength, ContextPolicy.REFUSE);
    PromptEncoder fitted = new PromptEncoder(tokenizer, maxLength, ContextPolicy.TRUNCATE_VALUES);
    List<TrainingExample> encoded = new ArrayList<>();
    int truncated = 0;
    for (int i = 0; i < examples.size(); i++) {
      FineTuningExample example = examples.get(i);
      int[] completion = joined(tokenizer.encodeAnswer(example.completion()), end);
      try {
        encoded.add(
            example(whole.encode(example.prompt(), completion.length), completion, options));
      } catch (PromptTooLongException e) {
        if (options.longExamples == LongExamplePolicy.FAIL) {
          throw new EntityMatchingException(
              "example %d does not fit into %d tokens together with its completion of %d: %s"
                  .formatted(i, maxLength, completion.length, e.getMessage()),
              e);
        }
        if (cut && addFitted(example, fitted, completion, options, encoded)) {
          truncated++;
        }
      }
    }
    if (encoded.isEmpty()) {
      throw new EntityMatchingException(
          "none of the %d examples fits into %d tokens".formatted(examples.size(), maxLength));
    }
    return new EncodedExamples(encoded, examples.size() - encoded.size(), truncated);
  }

  private static boolean addFitted(
      FineTuningExample example,
      PromptEncoder fitted,
      int[] completion,
      TrainingOptions options,
      List<TrainingExample> encoded) {
    try {
      encoded.add(example(fitted.encode(example.prompt(), completion.length), completion, options));
      return true;
    } catch (PromptTooLongException e) {
      return false;
    }
  }

  /** Whether an example needs not be cut. */
  static boolean fits(FineTuningExample example, ChatTokenizer tokenizer, int maxLength) {
    int[] completion =
        joined(tokenizer.encodeAnswer(example.completion()), tokenizer.encodeAnswerEnd());
    try {
      new PromptEncoder(tokenizer, maxLength, ContextPolicy.REFUSE)
          .encode(example.prompt(), completion.length);
      return true;
    } catch (PromptTooLongException e) {
      return false;
    }
  }

  private static TrainingExample example(int[] prompt, int[] completion, TrainingOptions options) {
    return TrainingExample.completion(
        joined(prompt, completion), options.wholeText ? 1 : prompt.length);
  }

  private static int[] joined(int[] first, int[] second) {
    int[] joined = new int[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** How many tokens all of them have. */
  long tokens() {
    return examples.stream().mapToLong(TrainingExample::length).sum();
  }

  /** The identity of tokens and weights, in hexadecimal. */
  String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (TrainingExample example : examples) {
        ByteBuffer bytes = ByteBuffer.allocate((1 + 2 * example.length()) * Integer.BYTES);
        bytes.putInt(example.length());
        for (int i = 0; i < example.length(); i++) {
          bytes.putInt(example.token(i)).putFloat(example.weight(i));
        }
        digest.update(bytes.flip());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
