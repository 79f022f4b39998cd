package io.github.em4j.report;

import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.Answer;

/** How the field's values are said in words. */
final class Wording {

  private Wording() {}

  static String of(MatchLabel label) {
    return label.isMatch() ? "match" : "non-match";
  }

  static String of(Answer answer) {
    return switch (answer) {
      case MATCH -> "match";
      case NON_MATCH -> "non-match";
      case UNDECIDED -> "undecided";
      case FAILED -> "failed";
    };
  }
}
