package io.github.em4j.training.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import java.util.List;

/** Two texts, one to be continued by the other. */
record PromptCompletionForm() implements LineForm {
  private static final String PROMPT = "prompt";
  private static final String COMPLETION = "completion";

  @Override
  public ObjectNode line(FineTuningExample example) {
    String prompt = single(example.prompt().messages());
    requireSeam(prompt, example.completion());
    return LineForm.object().put(PROMPT, prompt).put(COMPLETION, example.completion());
  }

  private static String single(List<Message> messages) {
    if (messages.size() != 1 || messages.get(0).role() != Message.Role.USER) {
      throw new IllegalArgumentException(
          "a plain text needs a prompt of one message of the user, found %s; lists of messages"
                  .formatted(messages.stream().map(Message::role).toList())
              + " can say it");
    }
    return messages.get(0).content();
  }

  /** Two words that run into each other are other tokens than any model will be asked for. */
  private static void requireSeam(String prompt, String completion) {
    boolean open = prompt.isEmpty() || Character.isWhitespace(prompt.charAt(prompt.length() - 1));
    if (!open && !Character.isWhitespace(completion.charAt(0))) {
      throw new IllegalArgumentException(
          "the prompt and its completion '%s' would run into each other; a renderer of inline"
                  .formatted(completion.length() > 20 ? completion.substring(0, 20) : completion)
              + " demonstrations leaves a space between them");
    }
  }

  @Override
  public FineTuningExample example(JsonNode line) {
    return new FineTuningExample(Prompt.of(text(line, PROMPT)), text(line, COMPLETION));
  }

  private static String text(JsonNode line, String field) {
    if (!line.path(field).isTextual()) {
      throw new IllegalArgumentException("'" + field + "' must be a text");
    }
    return line.path(field).asText();
  }
}
