package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;

/**
 * A training prompt of the paper and its completion. The entities stand at the end of the prompt as
 * {@code Entity 1: 'LEFT'. Entity 2: 'RIGHT'.}; the completion begins with Yes or No.
 */
final class PromptCompletionForm implements PairForm {
  private static final String FIRST = "Entity 1: '";
  private static final String SECOND = "'. Entity 2: '";
  private static final String END = "'.";

  private final int prompt;
  private final int completion;

  PromptCompletionForm(Header header) {
    this.prompt = header.position("prompt");
    this.completion = header.position("completion");
  }

  @Override
  public LabeledPair pair(Row row) {
    String text = row.at(prompt).stripTrailing();
    int first = text.indexOf(FIRST);
    int second = text.indexOf(SECOND, Math.max(0, first));
    int end = text.length() - END.length();
    if (first < 0 || second < 0 || !text.endsWith(END) || end < second + SECOND.length()) {
      throw row.fault(
          prompt,
          "the prompt is '"
              + PairForm.shortened(text)
              + "'; it must end with Entity 1: 'LEFT'. Entity 2: 'RIGHT'.");
    }
    if (text.indexOf(SECOND, second + 1) >= 0) {
      throw row.fault(
          prompt, "the prompt holds \"" + SECOND + "\" twice; where the right side begins is open");
    }
    return new LabeledPair(
        new CandidatePair(
            PlainTextForm.description("", text.substring(first + FIRST.length(), second)),
            PlainTextForm.description("", text.substring(second + SECOND.length(), end))),
        label(row));
  }

  private MatchLabel label(Row row) {
    String text = row.at(completion).strip();
    if (beginsWith(text, "yes")) {
      return MatchLabel.MATCH;
    }
    if (beginsWith(text, "no")) {
      return MatchLabel.NON_MATCH;
    }
    throw row.fault(
        completion,
        "the completion is '" + PairForm.shortened(text) + "'; it must begin with Yes or No");
  }

  private static boolean beginsWith(String text, String word) {
    return text.regionMatches(true, 0, word, 0, word.length())
        && (text.length() == word.length() || !Character.isLetter(text.charAt(word.length())));
  }
}
