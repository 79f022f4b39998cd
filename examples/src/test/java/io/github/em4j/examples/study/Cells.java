package io.github.em4j.examples.study;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellKey;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.evaluation.study.PromptPolicy;
import io.github.em4j.evaluation.study.StoredAnswer;
import io.github.em4j.evaluation.study.StudyResults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Small results of studies on one data set of two matches and two non-matches. */
final class Cells {
  static final String DATASET = "abt";
  private static final String LABELS = "1100";

  private Cells() {}

  /** Answers on the test pairs of a matcher without prompts: {@code 1} match, {@code 0} none. */
  static CellResult test(Arm arm, String answers) {
    return cell(arm, "test", Optional.empty(), answers);
  }

  /** Answers on the validation pairs. */
  static CellResult validation(Arm arm, String answers) {
    return cell(arm, "valid", Optional.empty(), answers);
  }

  /** Answers on the test pairs in some wording. */
  static CellResult prompted(Arm arm, String template, String answers) {
    return cell(arm, "test", Optional.of(template), answers);
  }

  private static CellResult cell(Arm arm, String split, Optional<String> template, String answers) {
    List<LabeledPair> pairs = new ArrayList<>();
    List<StoredAnswer> stored = new ArrayList<>();
    for (int i = 0; i < answers.length(); i++) {
      pairs.add(
          new LabeledPair(
              new CandidatePair(
                  EntityDescription.of(split + "-a" + i).with("title", "left " + i),
                  EntityDescription.of(split + "-b" + i).with("title", "right " + i)),
              MatchLabel.of(LABELS.charAt(i) == '1')));
      boolean match = answers.charAt(i) == '1';
      stored.add(
          new StoredAnswer(
              match ? Answer.MATCH : Answer.NON_MATCH,
              OptionalDouble.of(match ? 0.9 - 0.1 * i : 0.1 + 0.1 * i),
              Optional.empty(),
              Optional.empty(),
              Duration.ofMillis(2),
              new TokenUsage(10, 1)));
    }
    CellResult.Builder cell =
        CellResult.builder(
            new CellKey(arm, DATASET, split, Optional.empty(), template, 42),
            "product",
            new DatasetSplit(split, pairs),
            stored);
    arm.source().ifPresent(source -> cell.trainedOn(source, "product"));
    return cell.build();
  }

  /** Findings on matchers of which any prompt counts. */
  static Findings findings(List<Arm> arms, CellResult... cells) {
    return findings(
        arms,
        arms.stream()
            .map(Arm::matcher)
            .distinct()
            .collect(Collectors.toMap(name -> name, name -> PromptPolicy.chosenOnValidation())),
        cells);
  }

  static Findings findings(
      List<Arm> arms, Map<String, PromptPolicy> policies, CellResult... cells) {
    return new Findings(StudyResults.of(List.of(cells)), arms, List.of(DATASET), policies, 20);
  }
}
