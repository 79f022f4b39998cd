package io.github.em4j.examples.study;

import io.github.em4j.Em4jVersion;
import io.github.em4j.evaluation.study.TransferGain;
import io.github.em4j.report.Note;
import io.github.em4j.report.Report;
import io.github.em4j.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report on the paper's recorded answers and published scores.
 *
 * @param material what was recorded and published
 * @param parity which published figures come out again
 */
public record RecordedReport(RecordedMaterial material, Parity parity) {

  /**
   * Computes again what can be.
   *
   * @param material what was recorded and published
   * @return the report
   */
  public static RecordedReport of(RecordedMaterial material) {
    return new RecordedReport(material, Parity.of(material.runs(), material.fineTuned()));
  }

  /**
   * The report as a document.
   *
   * @return all sections
   */
  public Report document() {
    return Report.builder(
            "Fine-tuning language models for entity matching: the paper, computed again")
        .subtitle(
            "From the recorded answers and the published scores of “Fine-tuning Large Language Models for Entity"
                + " Matching” (Steiner, Peeters, Bizer; arXiv 2409.08185).")
        .fact(
            "Recorded",
            "%d runs over %d data sets"
                .formatted(material.runs().size(), material.datasets().size()))
        .fact("Intervals", "bootstrap, 2,000 resamples, 95 %, seed 42")
        .fact("Made with", "em4j " + Em4jVersion.current())
        .section(ParitySection.of(parity))
        .section(RecordedScoresSection.of(material))
        .section(RecordedPromptsSection.of(material))
        .section(FineTuningSection.of(material.table()))
        .section(PublishedTransferSection.of(material.table()))
        .section(caveats())
        .build();
  }

  private static Section caveats() {
    return Section.builder("caveats", "What not to conclude")
        .add(
            Note.caution(
                "Every figure of the paper's table is the best of four prompts on the test set itself, so it is higher than"
                    + " what one prompt, chosen beforehand, reaches."))
        .add(
            Note.caution(
                "The recorded models were asked about publications in the words for products: the prompts on DBLP-ACM call"
                    + " the records product descriptions."))
        .add(
            Note.caution(
                "Of the zero-shot model, and of all other models than Llama 3.1 8B trained on WDC Products, there are scores"
                    + " and no answers: they were copied, not computed again, and have no intervals."))
        .add(
            Note.caution(
                "Some rows of the published table were tested on titles only and others with all attributes of publications;"
                    + " some training sets of the source contain validation pairs (Walmart-Amazon, DBLP-ACM)."))
        .build();
  }

  /**
   * The figures for machines; scores as fractions.
   *
   * @param files where the report lies, by format
   * @return names to figures
   */
  public Map<String, Object> figures(Map<String, String> files) {
    List<Map<String, Object>> runs = new ArrayList<>();
    for (RecordedRun run : material.runs()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("dataset", run.dataset());
      row.put("prompt", run.prompt());
      row.put("f1", run.byPaperRule().counts().f1());
      row.put("unparsed", run.byPaperRule().counts().undecided());
      row.put("strictF1", run.byStrictRule().counts().f1());
      row.put("asPublished", run.published().isPresent() && Parity.of(run).disagreeing().isEmpty());
      runs.add(row);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("compared", parity.cells().size());
    figures.put("agree", parity.cells().size() - parity.disagreeing().size());
    figures.put("disagreeing", parity.disagreeing());
    figures.put("gains", gains());
    figures.put("runs", runs);
    figures.put("files", files);
    return figures;
  }

  /**
   * The transfer gains of the published matrix.
   *
   * @return training set to gain, as ratios, by scope; without those that are not defined
   */
  public Map<String, Map<String, Double>> gains() {
    var transfer = PublishedTransferSection.labelsOnly(material.table(), RecordedMaterial.MODEL);
    Map<String, Map<String, Double>> gains = new LinkedHashMap<>();
    for (String source : transfer.sources()) {
      Map<String, Double> byScope = new LinkedHashMap<>();
      for (var scope : TransferGain.Scope.values()) {
        transfer
            .gain(source, scope)
            .gain()
            .ifPresent(gain -> byScope.put(scope.name(), gain.value()));
      }
      gains.put(source, byScope);
    }
    return gains;
  }
}
