package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.Generalisation;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How far what was learned on one data set carries to others. */
final class GeneralisationSection {

  private GeneralisationSection() {}

  /** The matrices of all matchers that were trained; empty where there is none. */
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
}
