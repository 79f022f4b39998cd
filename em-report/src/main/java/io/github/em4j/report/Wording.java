package io.github.em4j.report;

import io.github.em4j.EntityDescription;
import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.report.ExamplePairs.ExamplePair;
import java.util.LinkedHashSet;
import java.util.Set;

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

  /** Gold label, answer, probability and remark of an example, on one line. */
  static String summary(ExamplePair example) {
    StringBuilder summary = new StringBuilder();
    summary.append("Gold: ").append(of(example.pair().label()));
    summary.append("; answer: ").append(example.answer());
    example
        .matchProbability()
        .ifPresent(p -> summary.append("; P(match) = ").append(Numbers.fixed(p, 3)));
    example.remark().ifPresent(remark -> summary.append("; ").append(remark));
    return summary.toString();
  }

  /** The attributes of both records beside each other, in the order of the left one. */
  static Table sideBySide(ExamplePair example) {
    EntityDescription left = example.pair().pair().left();
    EntityDescription right = example.pair().pair().right();
    Table.Builder table =
        Table.builder(
            "The records of the pair",
            Column.text("Attribute"),
            Column.text(left.id().isBlank() ? "Left" : "Left: " + left.id()),
            Column.text(right.id().isBlank() ? "Right" : "Right: " + right.id()));
    Set<String> attributes = new LinkedHashSet<>(left.attributes().keySet());
    attributes.addAll(right.attributes().keySet());
    for (String attribute : attributes) {
      table.row(
          Cell.text(attribute),
          Cell.text(left.attribute(attribute).orElse("")),
          Cell.text(right.attribute(attribute).orElse("")));
    }
    return table.build();
  }
}
