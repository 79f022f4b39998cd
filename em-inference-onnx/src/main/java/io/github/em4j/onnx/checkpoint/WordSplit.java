package io.github.em4j.onnx.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** How a byte-level BPE tokenizer cuts a text into words; no token goes across two words. */
public enum WordSplit {
  /** As GPT-2 does: letters, digits or other signs, each run with the space before it. */
  GPT2("'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"),
  /**
   * For descriptions of products and publications: letters and digits are never in one word, every
   * other sign is a word of its own, and a run of white space is one word unless it is the single
   * space before a word. A text that is cut before a space or between two kinds of characters gives
   * the same words in its parts.
   */
  LETTERS_AND_DIGITS(" ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]|\\s+");

  @SuppressWarnings("ImmutableEnumChecker") // A pattern is immutable.
  private final Pattern pattern;

  private final String expression;

  WordSplit(String expression) {
    this.expression = expression;
    this.pattern = Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
  }

  Pattern pattern() {
    return pattern;
  }

  void describe(ObjectNode node) {
    if (this == GPT2) {
      byteLevel(node, true);
      return;
    }
    ArrayNode steps = node.put("type", "Sequence").putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", expression);
    split.put("behavior", "Isolated").put("invert", false);
    byteLevel(steps.addObject(), false);
  }

  static void byteLevel(ObjectNode node, boolean splitsWords) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", splitsWords);
  }
}
