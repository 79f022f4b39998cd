package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.CellFailure;
import io.github.em4j.evaluation.study.TrainingSource;
import io.github.em4j.report.Note;
import io.github.em4j.report.Report;
import io.github.em4j.report.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report on a study: what it found, in the order in which one wants to know it. */
public final class StudyDocument {

  private StudyDocument() {}

  /**
   * Makes the document.
   *
   * @param title what was studied
   * @param facts where the report comes from, names to values
   * @param findings what was found
   * @param analyses what is looked at beside the scores
   * @param sources what matchers were trained on
   * @param caveats what was chosen where, and what not to conclude, a sentence or two each
   * @return the report
   */
  public static Report of(
      String title,
      Map<String, String> facts,
      Findings findings,
      Analyses analyses,
      List<TrainingSource> sources,
      List<String> caveats) {
    Report.Builder report = Report.builder(title);
    facts.forEach(report::fact);
    report.section(SummarySection.of(findings));
    report.section(caveats(findings, caveats));
    report.section(DetailsSection.of(findings));
    add(report, PromptsSection.of(findings, analyses.fixedPrompt()));
    add(report, GeneralisationSection.of(findings));
    add(report, CurvesSection.of(findings));
    if (analyses.calibration()) {
      add(report, CalibrationSection.of(findings));
    }
    add(report, AbstentionSection.of(findings));
    add(report, SlicesSection.of(findings, analyses.slices(), sources));
    add(report, RobustnessSection.of(findings, analyses.perturbations()));
    analyses.cascade().ifPresent(cascade -> add(report, CascadeSection.of(findings, cascade)));
    add(report, CostSection.of(findings, analyses.prices()));
    add(report, ErrorsSection.of(findings, analyses.shownErrors(), analyses.errorClasses()));
    report.section(ProvenanceSection.of(findings));
    return report.build();
  }

  private static void add(Report.Builder report, Optional<Section> section) {
    section.ifPresent(report::section);
  }

  private static Section caveats(Findings findings, List<String> caveats) {
    Section.Builder section = Section.builder("reading", "What was chosen where");
    caveats.forEach(section::paragraph);
    for (CellFailure failure : findings.results().failures()) {
      section.add(
          Note.caution(
              "Failed, and missing in all that follows: "
                  + failure.key()
                  + ": "
                  + failure.message()));
    }
    return section.build();
  }
}
