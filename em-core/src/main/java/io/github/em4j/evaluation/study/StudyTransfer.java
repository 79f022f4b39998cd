package io.github.em4j.evaluation.study;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The figures of one matcher of a study, by training source and target. */
final class StudyTransfer {

  private StudyTransfer() {}

  static TransferTable table(StudyResults results, String matcher, PromptPolicy policy) {
    List<CellResult> cells =
        results.where(key -> key.arm().matcher().equals(matcher) && key.isTest()).cells().stream()
            .filter(cell -> cell.key().variant().isEmpty())
            .toList();
    if (cells.isEmpty()) {
      throw new IllegalArgumentException(
          "no result of matcher '%s' on a test split, there are results of %s"
              .formatted(matcher, results.arms().stream().map(Arm::matcher).distinct().toList()));
    }
    var domains = new TreeMap<String, String>();
    var sources = new TreeMap<String, TransferTable.Source>();
    for (CellResult cell : cells) {
      domains.put(cell.key().dataset(), cell.domain());
      cell.key()
          .arm()
          .source()
          .ifPresent(
              source ->
                  sources.put(
                      source,
                      new TransferTable.Source(
                          cell.sourceDataset().orElseThrow(), cell.sourceDomain().orElseThrow())));
    }
    List<String> prompts =
        cells.stream().flatMap(cell -> cell.key().template().stream()).distinct().toList();
    TransferTable.Builder table =
        TransferTable.builder(prompts.isEmpty() ? "no prompt" : policy.label(prompts.size()));
    domains.forEach(table::target);
    sources.forEach(table::source);
    for (String target : domains.keySet()) {
      ScoredArm.of(results, Arm.zeroShot(matcher), target, Optional.empty(), policy)
          .ifPresent(scored -> table.zeroShot(target, scored.f1()));
      for (String source : sources.keySet()) {
        ScoredArm.of(results, Arm.trained(matcher, source), target, Optional.empty(), policy)
            .ifPresent(scored -> table.f1(source, target, scored.f1()));
      }
    }
    return table.build();
  }
}
