package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import java.io.Serial;

/**
 * A prompt that leaves no room for its answer in a model's context. The message has the numbers.
 */
public final class PromptTooLongException extends EntityMatchingException {
  @Serial private static final long serialVersionUID = 1L;

  PromptTooLongException(String message) {
    super(message);
  }
}
