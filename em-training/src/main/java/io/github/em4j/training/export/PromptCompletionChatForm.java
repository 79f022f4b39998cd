package io.github.em4j.training.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import java.util.List;

/** The messages of the prompt, and the one message of the completion. */
record PromptCompletionChatForm() implements LineForm {

  @Override
  public ObjectNode line(FineTuningExample example) {
    ObjectNode line = LineForm.object();
    ArrayNode prompt = line.putArray("prompt");
    example.prompt().messages().forEach(m -> LineForm.add(prompt, m.role(), m.content()));
    LineForm.add(line.putArray("completion"), Message.Role.ASSISTANT, example.completion());
    return line;
  }

  @Override
  public FineTuningExample example(JsonNode line) {
    List<Message> completion = LineForm.messages(line, "completion", 1);
    if (completion.size() > 1) {
      throw new IllegalArgumentException(
          "'completion' must be one message, found " + completion.size());
    }
    return LineForm.example(LineForm.messages(line, "prompt", 1), completion.get(0));
  }
}
