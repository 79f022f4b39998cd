package io.github.em4j.training.pretraining;

import io.github.em4j.onnx.checkpoint.BpeTokenizer;
import io.github.em4j.prompts.PromptTemplate;
import java.util.Arrays;
import java.util.List;

/**
 * A template of prompts as tokens, in three pieces. A space before a value is part of the value's
 * first token.
 *
 * @param before what stands before the left value
 * @param leftLead the space before it, or nothing
 * @param between what stands between both values
 * @param rightLead the space before the right one, or nothing
 * @param after what stands behind it
 */
record TokenizedTemplate(
    List<Integer> before,
    String leftLead,
    List<Integer> between,
    String rightLead,
    List<Integer> after) {

  static TokenizedTemplate of(PromptTemplate template, BpeTokenizer tokenizer) {
    // Characters of the private use area, which no template holds.
    String text = template.question("\uE000", "\uE001").content();
    int left = text.indexOf('\uE000');
    int right = text.indexOf('\uE001');
    String before = text.substring(0, left);
    String between = text.substring(left + 1, right);
    return new TokenizedTemplate(
        tokens(withoutLead(before), tokenizer),
        lead(before),
        tokens(withoutLead(between), tokenizer),
        lead(between),
        tokens(text.substring(right + 1), tokenizer));
  }

  /** How many tokens it has without values. */
  int size() {
    return before.size() + between.size() + after.size();
  }

  private static String lead(String text) {
    return text.endsWith(" ") ? " " : "";
  }

  private static String withoutLead(String text) {
    return text.substring(0, text.length() - lead(text).length());
  }

  private static List<Integer> tokens(String text, BpeTokenizer tokenizer) {
    return Arrays.stream(tokenizer.encode(text)).boxed().toList();
  }
}
