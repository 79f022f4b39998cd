package io.github.em4j.training.export;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.JsonLineFiles;
import io.github.em4j.model.FineTuningExample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A form of files of training examples, a JSON object a line. Texts are written as they are, to the
 * last white space, but for half of a surrogate pair, which UTF-8 cannot say: it becomes U+FFFD.
 * Labels of pairs, and which parts of a message are values, are not written.
 *
 * <p>Where a prompt shows demonstrations, their answers are messages of the assistant as well. What
 * is to be learnt is the completion alone; each form says how it tells the two apart.
 */
public enum ExampleFormat {
  /**
   * Hugging Face's {@code messages}: {@code {"messages":[{"role":"user","content":"…"},
   * {"role":"assistant","content":"Yes"}]}}. The completion is the last message; the answers of
   * demonstrations are not told apart.
   */
  MESSAGES(new MessagesForm("")),

  /**
   * OpenAI's chat form for fine-tuning, which is {@link #MESSAGES} with the weight 0 on the answers
   * of demonstrations.
   */
  OPENAI_CHAT(new MessagesForm("weight")),

  /**
   * {@link #MESSAGES} with {@code "training":false} on the answers of demonstrations, as Axolotl
   * takes it under {@code message_field_training}.
   */
  AXOLOTL_CHAT(new MessagesForm("training")),

  /**
   * Hugging Face's {@code prompt} and {@code completion} as lists of messages. The completion is
   * told apart by its place.
   */
  PROMPT_COMPLETION_CHAT(new PromptCompletionChatForm()),

  /**
   * Hugging Face's {@code prompt} and {@code completion} as plain texts, which trainers put one
   * behind the other, without a chat template and with nothing between them. A prompt has to be a
   * single message of the user, and white space has to stand where the two meet, as it does in
   * prompts of {@link io.github.em4j.prompts.DemonstrationStyle#INLINE}: {@code "…\nAnswer:"} and
   * {@code " Yes"}.
   */
  PROMPT_COMPLETION(new PromptCompletionForm());

  @SuppressWarnings("ImmutableEnumChecker") // No form has state.
  private final LineForm form;

  ExampleFormat(LineForm form) {
    this.form = form;
  }

  /**
   * Writes examples, reads them back and compares. The file appears whole or not at all.
   *
   * @param examples the examples in their order
   * @param file where to; its folder has to exist
   * @throws IllegalArgumentException if the form cannot say an example; the message names it
   * @throws EntityMatchingException if the file cannot be written, or what is read back is not what
   *     was written
   */
  public void write(List<FineTuningExample> examples, Path file) {
    requireNonNull(file, "file");
    List<ObjectNode> lines = new ArrayList<>(examples.size());
    for (int i = 0; i < examples.size(); i++) {
      lines.add(line(examples.get(i), i));
    }
    JsonLineFiles.write(file, lines);
    requireSame(examples, file);
  }

  private ObjectNode line(FineTuningExample example, int index) {
    try {
      return form.line(example);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "example %d cannot be written as %s: %s".formatted(index + 1, this, e.getMessage()), e);
    }
  }

  private void requireSame(List<FineTuningExample> examples, Path file) {
    List<FineTuningExample> found = read(file);
    if (found.size() != examples.size()) {
      throw new EntityMatchingException(
          "%s was written with %d examples and is read with %d"
              .formatted(file, examples.size(), found.size()));
    }
    for (int i = 0; i < found.size(); i++) {
      if (!LineForm.saysTheSame(examples.get(i), found.get(i))) {
        throw new EntityMatchingException(
            "example %d of %s is read otherwise than it was written".formatted(i + 1, file));
      }
    }
  }

  /**
   * Reads examples. Fields that the form does not know are passed over, empty lines too.
   *
   * @param file the file, in UTF-8
   * @return its examples, without labels
   * @throws EntityMatchingException if the file cannot be read or a line is none of the form; the
   *     message names the line
   */
  public List<FineTuningExample> read(Path file) {
    return JsonLineFiles.read(file, form::example);
  }
}
