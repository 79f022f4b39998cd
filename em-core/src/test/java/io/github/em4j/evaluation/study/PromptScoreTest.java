package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptScoreTest {
  private static final Arm ARM = Arm.zeroShot("m");
  private static final Bootstrap BOOTSTRAP = Bootstrap.builder().resamples(200).build();

  // On test "a" is the best, on validation "b": F1 of 1, 2/3 and 0 on test, 2/3 and 1 on
  // validation.
  private static final StudyResults RESULTS =
      StudyResults.of(
          List.of(
              test("a", 1, "1100"),
              test("b", 1, "1000"),
              test("c", 1, "0011"),
              validation("a", 1, "1000"),
              validation("b", 1, "1100"),
              validation("c", 1, "0000")));

  private static CellResult test(String template, long seed, String answers) {
    return Sample.result(
        Sample.key(ARM, "abt", "test", template, seed), "product", "1100", answers);
  }

  private static CellResult validation(String template, long seed, String answers) {
    return Sample.result(
        Sample.key(ARM, "abt", "valid", template, seed), "product", "1100", answers);
  }

  private static Optional<PromptScore> score(StudyResults results, PromptPolicy policy) {
    return PromptScore.of(results, ARM, "abt", policy, BOOTSTRAP);
  }

  private static PromptScore score(PromptPolicy policy) {
    return score(RESULTS, policy).orElseThrow();
  }

  @Test
  void aFixedPromptIsTheOneThatIsNamed() {
    PromptScore score = score(PromptPolicy.fixed("b"));

    assertThat(score.f1().value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(score.label()).isEqualTo("fixed prompt b");
    assertThat(score.chosen()).containsExactly("b");
    assertThat(score(RESULTS, PromptPolicy.fixed("d"))).isEmpty();
  }

  @Test
  void theOneChosenOnValidationNeedNotBeTheBestOnTest() {
    PromptScore score = score(PromptPolicy.chosenOnValidation());

    assertThat(score.chosen()).containsExactly("b");
    assertThat(score.f1().value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(score.label()).isEqualTo("best of 3 on validation");
  }

  @Test
  void theBestOnTestIsCalledSo() {
    PromptScore score = score(PromptPolicy.bestOnTest());

    assertThat(score.chosen()).containsExactly("a");
    assertThat(score.f1().value()).isEqualTo(1);
    assertThat(score.label()).isEqualTo("best of 3 (on test)");
  }

  @Test
  void meanAndDeviationAreOverAllPrompts() {
    PromptScore score = score(PromptPolicy.meanOverPrompts());

    assertThat(score.f1().value()).isCloseTo(5 / 9.0, within(1e-12));
    assertThat(score.label()).isEqualTo("mean of 3 prompts");
    assertThat(score.chosen()).containsExactly("a", "b", "c");
    assertThat(score.prompts()).isEqualTo(Map.of("a", 1.0, "b", 2 / 3.0, "c", 0.0));
    assertThat(score.overPrompts().mean()).isCloseTo(5 / 9.0, within(1e-12));
    // The root of ((4/9)² + (1/9)² + (5/9)²) / 2.
    assertThat(score.overPrompts().standardDeviation().orElseThrow())
        .isCloseTo(Math.sqrt(42 / 81.0 / 2), within(1e-12));
    assertThat(score.overSeeds().count()).isEqualTo(1);
  }

  @Test
  void choosesOnePromptForAllSeeds() {
    StudyResults results =
        StudyResults.of(
            List.of(
                test("a", 1, "1100"),
                test("a", 2, "1000"),
                test("b", 1, "0000"),
                test("b", 2, "1100")));

    PromptScore score = score(results, PromptPolicy.bestOnTest()).orElseThrow();

    // Each prompt is the best with one seed; "a" is it in the mean.
    assertThat(score.chosen()).containsExactly("a");
    assertThat(score.f1().value()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
    assertThat(score.overSeeds()).isEqualTo(Summary.of(1, 2 / 3.0));
  }

  @Test
  void isEmptyWhereASeedOfOnePromptIsMissing() {
    StudyResults results =
        StudyResults.of(List.of(test("a", 1, "1100"), test("a", 2, "1000"), test("b", 1, "0000")));

    assertThat(score(results, PromptPolicy.bestOnTest())).isEmpty();
    assertThat(score(results, PromptPolicy.meanOverPrompts())).isEmpty();
    assertThat(score(results, PromptPolicy.fixed("a"))).isPresent();
    assertThat(score(results, PromptPolicy.fixed("b"))).isEmpty();
  }

  @Test
  void doesNotChooseWithoutValidationResultsOfAllPrompts() {
    StudyResults results =
        RESULTS.where(key -> key.isTest() || !key.template().equals(Optional.of("c")));

    assertThat(score(results, PromptPolicy.chosenOnValidation())).isEmpty();
  }

  @Test
  void aMatcherWithoutPromptsHasOneScoreUnderAllPolicies() {
    StudyResults results =
        StudyResults.of(
            List.of(
                Sample.result(Sample.key(ARM, "abt", "test", "", 1), "product", "1100", "1000")));

    for (PromptPolicy policy :
        List.of(
            PromptPolicy.fixed("a"),
            PromptPolicy.chosenOnValidation(),
            PromptPolicy.bestOnTest(),
            PromptPolicy.meanOverPrompts())) {
      PromptScore score = score(results, policy).orElseThrow();
      assertThat(score.f1().value()).isCloseTo(2 / 3.0, within(1e-12));
      assertThat(score.label()).isEqualTo("no prompt");
      assertThat(score.chosen()).isEmpty();
    }
  }

  @Test
  void refusesToMixTestSplits() {
    var cells = new ArrayList<>(RESULTS.cells());
    cells.add(
        Sample.result(Sample.key(ARM, "abt", "test_hard", "a", 1), "product", "1100", "1100"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> score(StudyResults.of(cells), PromptPolicy.fixed("a")))
        .withMessageContaining("[test, test_hard]");
  }

  @Test
  void scoresAVariantWithThePromptThatWasChosenWithoutIt() {
    var cells = new ArrayList<>(RESULTS.cells());
    for (String template : List.of("a", "b", "c")) {
      CellKey key = new CellKey(ARM, "abt", "test", Optional.of("typos"), Optional.of(template), 1);
      cells.add(Sample.result(key, "product", "1100", template.equals("b") ? "1110" : "0000"));
    }

    PromptScore score =
        PromptScore.of(
                StudyResults.of(cells),
                ARM,
                "abt",
                Optional.of("typos"),
                PromptPolicy.chosenOnValidation(),
                BOOTSTRAP)
            .orElseThrow();

    assertThat(score.chosen()).containsExactly("b");
    assertThat(score.f1().value()).isCloseTo(0.8, within(1e-12));
  }
}
