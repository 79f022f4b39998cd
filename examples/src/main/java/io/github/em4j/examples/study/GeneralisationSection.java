package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.evaluation.study.Generalisation;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How far what was learned on one data set carries to others. */
final class GeneralisationSection {

  private GeneralisationSection() {}

  /**
   * The matrices of all matchers that were to be trained; empty where there is none. A note stands
   * for the matrix of one of which no training led to a test.
   */
  static Optional<Section> of(Findings findings) {
    List<String> trained =
        findings.arms().stream()
            .filter(arm -> arm.source().isPresent())
            .map(Arm::matcher)
            .distinct()
            .toList();
    if (trained.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section =
        Section.builder("generalisation", "Generalisation: trained on one, tested on others");
    section.paragraph(
        "Frames mark matchers that are tested on the data set they were trained on. The gain says which part of what own"
            + " training data brings comes from other data: in-domain over the other data sets of one kind of records,"
            + " cross-domain over those of other kinds; 100 % is as good as own data.");
    for (String matcher : trained) {
      if (!isTested(findings, matcher)) {
        section.add(
            Note.plain(
                "There is no result of %s after training, and so no matrix.".formatted(matcher)));
        continue;
      }
      TransferSection.add(
          section,
          matcher,
          Generalisation.of(
              findings.results(), matcher, findings.policy(matcher), findings.pairs()),
          UnaryOperator.identity());
      if (!findings.arms().contains(Arm.zeroShot(matcher))) {
        section.add(
            Note.plain(
                matcher
                    + " does not exist without training, so there is no zero-shot to compare with and no gain."));
      }
    }
    return Optional.of(section.build());
  }

  private static boolean isTested(Findings findings, String matcher) {
    return findings.results().cells().stream()
        .map(CellResult::key)
        .anyMatch(
            key ->
                key.arm().matcher().equals(matcher)
                    && key.arm().source().isPresent()
                    && key.isTest()
                    && key.variant().isEmpty());
  }
}
