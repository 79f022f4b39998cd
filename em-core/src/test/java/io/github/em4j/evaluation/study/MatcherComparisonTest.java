package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.McNemar;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatcherComparisonTest {
  private static final String LABELS = "1".repeat(40) + "0".repeat(160);
  private static final Bootstrap BOOTSTRAP = Bootstrap.builder().resamples(300).build();
  private static final Arm GOOD = Arm.trained("m", "abt");
  private static final Arm BAD = Arm.zeroShot("m");

  private static CellResult cell(Arm arm, double errors, long seed) {
    return Sample.result(
        Sample.key(arm, "abt", "test", "p", seed),
        "product",
        LABELS,
        Sample.answers(LABELS, errors, seed));
  }

  private static Optional<MatcherComparison> compare(List<CellResult> cells) {
    return MatcherComparison.of(
        StudyResults.of(cells), GOOD, BAD, "abt", PromptPolicy.fixed("p"), BOOTSTRAP);
  }

  @Test
  void withOneSeedEachItIsThePairedBootstrapAndMcNemar() {
    var cells = List.of(cell(GOOD, 0.02, 1), cell(BAD, 0.3, 1));

    MatcherComparison comparison = compare(cells).orElseThrow();

    Predictions good = cells.get(0).predictions();
    Predictions bad = cells.get(1).predictions();
    assertThat(comparison.f1()).isEqualTo(BOOTSTRAP.difference(good, bad, Score.F1));
    assertThat(comparison.mcNemar()).containsExactly(McNemar.of(good, bad));
    assertThat(comparison.f1().difference().low()).isPositive();
  }

  @Test
  void averagesOverSeedsAndTestsEachOfThem() {
    var cells = new ArrayList<CellResult>();
    double mean = 0;
    for (long seed = 1; seed <= 3; seed++) {
      cells.add(cell(GOOD, 0.05, seed));
      mean += cells.get(cells.size() - 1).predictions().counts().f1() / 3;
    }
    // Without training there is nothing that depends on the seed.
    cells.add(cell(BAD, 0.3, 1));

    MatcherComparison comparison = compare(cells).orElseThrow();

    assertThat(comparison.f1().difference().estimate())
        .isCloseTo(mean - cells.get(3).predictions().counts().f1(), within(1e-12));
    assertThat(comparison.mcNemar()).hasSize(3);
  }

  @Test
  void comparesArmsThatWereAskedInDifferentWordings() {
    CellResult good = cell(GOOD, 0.02, 1);
    CellResult bad =
        Sample.result(
            Sample.key(BAD, "abt", "test", "q", 1),
            "product",
            LABELS,
            Sample.answers(LABELS, 0.3, 1));
    StudyResults results = StudyResults.of(List.of(good, bad));

    MatcherComparison comparison =
        MatcherComparison.of(
                results,
                GOOD,
                PromptPolicy.fixed("p"),
                BAD,
                PromptPolicy.fixed("q"),
                "abt",
                BOOTSTRAP)
            .orElseThrow();

    assertThat(comparison.f1())
        .isEqualTo(BOOTSTRAP.difference(good.predictions(), bad.predictions(), Score.F1));
    assertThat(comparison.label()).isEqualTo("fixed prompt p against fixed prompt q");
  }

  @Test
  void isEmptyWhereOneOfTheTwoIsMissing() {
    assertThat(compare(List.of(cell(GOOD, 0.05, 1)))).isEmpty();
  }
}
