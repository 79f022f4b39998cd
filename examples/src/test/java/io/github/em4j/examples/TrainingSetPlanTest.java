package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.export.ExportTarget;
import io.github.em4j.training.selection.ErrorFilter;
import io.github.em4j.training.selection.UndecidedPolicy;
import io.github.em4j.training.selection.teaching.ContradictionPolicy;
import io.github.em4j.training.selection.teaching.FailurePolicy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingSetPlanTest {

  private static TrainingSetPlan plan(String... lines) {
    return TrainingSetPlan.of(SettingsFile.parse(String.join("\n", lines) + "\n", "p.yaml"));
  }

  @Test
  void readsAllThatThereIs() {
    TrainingSetPlan plan =
        plan(
            "sources: [a, b]",
            "held-out: c",
            "models:",
            "  teacher:",
            "    kind: openai",
            "    model: gpt-4o-mini",
            "    base-url: http://localhost:1/v1",
            "    prices: [0.15, 0.60]",
            "steps:",
            "  - leaks",
            "  - error-filter: {judge: classical}",
            "  - explain:",
            "      kind: structured",
            "      teacher: teacher",
            "  - limit: {pairs: 10}",
            "export:",
            "  formats: [openai, trl]",
            "seed: 7",
            "out: there");
    assertThat(plan.sources()).containsExactly(Path.of("a"), Path.of("b"));
    assertThat(plan.heldOut()).containsExactly(Path.of("c"));
    assertThat(plan.steps())
        .containsExactly(
            new PlannedStep.Leaks(List.of()),
            new PlannedStep.ErrorFiltering(
                "classical", ErrorFilter.Disagreement.DROP, UndecidedPolicy.KEEP),
            new PlannedStep.Explain(
                ExplanationKind.STRUCTURED,
                "teacher",
                2,
                ContradictionPolicy.DROP,
                FailurePolicy.DROP),
            new PlannedStep.Limit(10));
    assertThat(plan.models()).containsOnlyKeys("classical", "teacher");
    assertThat(plan.models().get("teacher"))
        .asInstanceOf(type(PlannedModel.OpenAi.class))
        .extracting(PlannedModel.OpenAi::prices)
        .isEqualTo(List.of(new BigDecimal("0.15"), new BigDecimal("0.60")));
    assertThat(plan.export().targets()).containsExactly(ExportTarget.OPENAI, ExportTarget.TRL);
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.out()).contains(Path.of("there"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sorces: [a]|line 1 of p.yaml: a training set has no 'sorces'; allowed are sources,",
        "sources: [a]~steps:~  - error-filter: {jugde: x}|line 3 of p.yaml: the step error-filter"
            + " has no 'jugde'; allowed are judge",
        "sources: [a]~steps:~  - leaks: {of: x}|line 3 of p.yaml: the step leaks has no 'of';"
            + " allowed are comparing",
        "sources: [a]~steps:~  - filter|line 3 of p.yaml: there is no step 'filter'; allowed are"
            + " balance, confidence,",
        "sources: [a]~steps:~  - leaks~  - error-filter: {judge: no-one}|line 4 of p.yaml: there is"
            + " no model 'no-one'; there are classical, tiny",
        "sources: [a]~steps:~  - error-filter|line 3 of p.yaml: the step error-filter needs 'judge'",
        "sources: [a]~steps:~  - limit: {pairs: many}|line 3 of p.yaml: 'pairs' of the step limit"
            + " needs a whole number from 1 on, found 'many'",
        "sources: [a]~steps: leaks|line 2 of p.yaml: 'steps' of a training set needs a list, found"
            + " 'leaks'",
        "sources: [a]~steps:~  - explain: {kind: long, teacher: tiny}|needs one of none,"
            + " long-textual, wadhwa",
        "sources: [a]~steps:~  - explain: {kind: none, teacher: tiny}|needs long-textual,",
        "sources: [a]~models:~  m:~    kind: gpt|line 4 of p.yaml: 'kind' of 'm' needs one of"
            + " classical, llama, openai, found 'gpt'",
        "sources: [a]~models:~  m: {kind: llama}|line 3 of p.yaml: 'm' needs 'model'",
        "sources: [a]~models:~  m: {kind: openai, model: x, base-url: u, max-cost: 1}|line 3 of"
            + " p.yaml: 'max-cost' of 'm' needs 'prices' beside it, found '1'",
        "sources: [a]~export: {formats: [yaml]}|line 2 of p.yaml: 'formats' of 'export' needs some"
            + " of openai, messages,",
        "sources: [a]~steps:~  - confidence: {judge: tiny}|line 3 of p.yaml: the step confidence needs"
            + " one of too-easy, easiest",
        "sources: [a]~steps:~  - confidence: {judge: tiny, too-easy: 0.9, easiest: 0.1}|'easiest' of"
            + " the step confidence needs not to be said beside 'too-easy', found '0.1'",
        "sources: [a]~steps:~  - near-duplicates: {similarity: 0.2}|needs a number from 0.5 to 1,"
            + " found '0.2'",
        "sources: [a]~steps:~  - generate: {teacher: tiny, variant: short}|needs one of brief,"
            + " detailed, with-demonstrations, found 'short'",
        "sources: []|needs at least one data set",
        "sources: [a]~seed: 1~seed: 2|line 3 of p.yaml: 'seed' is said twice, before in line 2",
        "sources: [a|line 1 of p.yaml is no YAML",
        "- a|line 1 of p.yaml: a training set needs values by name, found a list",
      })
  void saysWhereWhatIsWrongAndWhatIsAllowed(String lines, String complaint) {
    assertThatThrownBy(() -> plan(lines.split("~")))
        .isInstanceOf(BadArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void takesAStepFromAnOption() {
    SettingsNode settings =
        Settings.ofOption(List.of("judge=classical"), "--step error-filter,judge=classical");
    assertThat(StepReader.of("error-filter", settings))
        .isEqualTo(
            new PlannedStep.ErrorFiltering(
                "classical", ErrorFilter.Disagreement.DROP, UndecidedPolicy.KEEP));
    assertThat(StepReader.of("leaks", option("comparing=title", "price")))
        .isEqualTo(new PlannedStep.Leaks(List.of("title", "price")));
    assertThatThrownBy(
            () -> StepReader.of("leaks", Settings.ofOption(List.of("x=1"), "--step leaks,x=1")))
        .hasMessage("--step leaks,x=1: the step leaks has no 'x'; allowed are comparing");
  }

  private static SettingsNode option(String... parts) {
    return Settings.ofOption(List.of(parts), "--x");
  }

  @Test
  void takesAModelThatMayCostNoMoreFromAnOption() {
    SettingsNode settings =
        option(
            "kind=openai", "model=m", "base-url=http://h/v1", "prices=0.15", "0.60", "max-cost=5");
    assertThat(PlannedModel.of("t", new Settings(settings, "'t'")))
        .asInstanceOf(type(PlannedModel.OpenAi.class))
        .satisfies(
            model -> {
              assertThat(model.prices())
                  .containsExactly(new BigDecimal("0.15"), new BigDecimal("0.60"));
              assertThat(model.maxCost()).contains(new BigDecimal("5"));
            });
    assertThatThrownBy(() -> option("word")).hasMessage("--x needs KEY=VALUE, found 'word'");
    assertThatThrownBy(() -> option("=1")).hasMessage("--x needs KEY=VALUE, found '=1'");
    assertThatThrownBy(() -> StepReader.of("error-filter", option("judge=classical", "dropping")))
        .hasMessageContaining("'judge' of the step error-filter needs one value, found a list");
  }
}
