package io.github.em4j.training.selection.teaching;

import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Prompts as the text of golden files: each message behind the name of its role. */
final class GoldenPrompt {
  private GoldenPrompt() {}

  static String text(Prompt prompt) {
    var text = new StringBuilder();
    for (Message message : prompt.messages()) {
      text.append("=== ").append(message.role()).append('\n');
      text.append(message.content()).append('\n');
    }
    return text.toString();
  }

  static String file(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenPrompt.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
