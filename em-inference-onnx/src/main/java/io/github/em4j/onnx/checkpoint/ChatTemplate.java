package io.github.em4j.onnx.checkpoint;

import com.hubspot.jinjava.tree.Node;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chat template of a checkpoint, rendered as the transformers library does: {@code trim_blocks},
 * {@code lstrip_blocks}, no trailing newline of the template itself. Texts of messages are values:
 * what looks like template code in them stays text. Thread-safe.
 *
 * <p>The template is data of the checkpoint and may be hostile: it sees texts, lists and maps only,
 * can load nothing, and its work and output are bounded.
 *
 * <p>What is not computed as Jinja does is refused, with these known exceptions: a value that is
 * undefined counts as none and reads as empty where Jinja refuses it, and none, lists and the
 * operands of {@code and} are printed in another form.
 */
final class ChatTemplate {
  /** Every prompt has a question; a template that cannot render one is of no use. */
  private static final List<Map<String, String>> ONE_QUESTION =
      List.of(Map.of("role", "user", "content", "Same?"));

  private final Path file;
  private final Node template;
  private final Map<String, String> specialTokens;
  private final Optional<String> oneQuestion;

  /**
   * A template.
   *
   * @param file where it comes from, for messages
   * @param source its text
   * @param specialTokens {@code bos_token} and the like, by these names
   * @throws CheckpointException if it cannot be parsed, or cannot render a question
   */
  ChatTemplate(Path file, String source, Map<String, String> specialTokens) {
    this.file = file;
    this.specialTokens = Map.copyOf(specialTokens);
    try {
      this.template = TemplateEngine.parse(TemplateSource.forJinjava(source));
    } catch (TemplateEngine.Fault e) {
      throw failed(e);
    }
    this.oneQuestion = renderOneQuestion();
  }

  /** Empty where the template itself refuses it, for want of a system message, say. */
  private Optional<String> renderOneQuestion() {
    try {
      return Optional.of(TemplateEngine.render(template, values(ONE_QUESTION, true)));
    } catch (TemplateEngine.Fault e) {
      if (e.getCause() instanceof TemplateFunctions.Refusal) {
        return Optional.empty();
      }
      throw failed(e);
    }
  }

  /**
   * Refuses a template that shows a model nothing of what it is asked: every answer would be the
   * same.
   */
  ChatTemplate requireQuestion() {
    if (oneQuestion.isPresent() && !oneQuestion.get().contains("Same?")) {
      throw new CheckpointException(file, "its chat template leaves the user's message out");
    }
    return this;
  }

  /** Renders messages of {@code role} and {@code content}, and the beginning of the answer. */
  String render(List<Map<String, String>> messages) {
    return render(messages, true);
  }

  /** Renders messages, with the beginning of an answer or without. */
  String render(List<Map<String, String>> messages, boolean beginAnswer) {
    try {
      return TemplateEngine.render(template, values(messages, beginAnswer));
    } catch (TemplateEngine.Fault e) {
      throw failed(e);
    }
  }

  private Map<String, Object> values(List<Map<String, String>> messages, boolean beginAnswer) {
    Map<String, Object> values = new HashMap<>(specialTokens);
    values.put("messages", messages);
    values.put("add_generation_prompt", beginAnswer);
    // A model that can think aloud first would not begin with the answer.
    values.put("enable_thinking", false);
    return values;
  }

  private CheckpointException failed(TemplateEngine.Fault fault) {
    return new CheckpointException(
        file, "its chat template fails: " + fault.getMessage(), fault.getCause());
  }
}
