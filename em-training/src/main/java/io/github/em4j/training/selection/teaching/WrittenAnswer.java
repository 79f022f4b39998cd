package io.github.em4j.training.selection.teaching;

import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import java.util.regex.Pattern;

/**
 * An answer without its wrapping: the fence of a Markdown block around it, and words such as {@code
 * Known answer:} in front of it.
 *
 * @param text what is left
 * @param truncated whether the model was stopped before its end
 */
record WrittenAnswer(String text, boolean truncated) {
  private static final String FENCE = "```";
  private static final Pattern HEADING =
      Pattern.compile(
          "^[\\s*#>]*(?:the )?(?:known |correct )?answer(?: is)?[*\\s]*:[*\\s]*",
          Pattern.CASE_INSENSITIVE);

  static WrittenAnswer of(Completion completion) {
    boolean truncated =
        completion.finishReason() == FinishReason.LENGTH
            || completion.finishReason() == FinishReason.CONTENT_FILTER;
    String text = withoutFence(completion.text());
    return new WrittenAnswer(HEADING.matcher(text).replaceFirst(""), truncated);
  }

  private static String withoutFence(String text) {
    String stripped = text.strip();
    int firstEnd = stripped.indexOf('\n');
    if (!stripped.startsWith(FENCE) || firstEnd < 0) {
      return text;
    }
    String inside = stripped.substring(firstEnd + 1);
    return inside.endsWith(FENCE) ? inside.substring(0, inside.length() - FENCE.length()) : inside;
  }
}
