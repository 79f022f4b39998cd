package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.study.TokenPrice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StudyPlanTest {

  private static StudyPlan plan(String... lines) {
    return StudyPlan.of(SettingsFile.parse(String.join("\n", lines) + "\n", "s.yaml"));
  }

  @Test
  void readsAllThatThereIs() {
    StudyPlan plan =
        plan(
            "train: [a, b]",
            "test: c",
            "domains: {c: product}",
            "synthetic: {train: 60, valid: 20, test: 40, seed: 7}",
            "matchers:",
            "  classical: {kind: classical}",
            "  tuned: {kind: lora, model: tiny, preset: tiny, epochs: 2}",
            "  server:",
            "    kind: openai",
            "    model: gpt-4o-mini",
            "    base-url: http://localhost:1/v1",
            "templates: [compact, domain-simple-free]",
            "prompt-policy: fixed",
            "seeds: [1, 2]",
            "limit: 30",
            "robustness: {perturbations: [swapped-sides, 'typos:0.2'], matchers: [tuned]}",
            "slices: [corner-cases, 'attribute:brand']",
            "calibration: false",
            "cascade: {cheap: classical, dear: server, precision: 0.9}",
            "prices: {currency: EUR, server: {read: 0.15, written: 0.6}}",
            "error-analysis: {model: server, classified: 9, shown: 2}",
            "bootstrap: 100",
            "out: there");
    assertThat(plan.train()).containsExactly(Path.of("a"), Path.of("b"));
    assertThat(plan.test()).containsExactly(Path.of("c"));
    assertThat(plan.domains()).containsEntry("c", "product");
    assertThat(plan.sizes())
        .isEqualTo(new SyntheticSizes(Optional.of(60), Optional.of(20), Optional.of(40), 7));
    assertThat(plan.matchers())
        .extracting(StudyMatcher::name)
        .containsExactly("classical", "tuned", "server");
    assertThat(plan.prompts().policy()).isEqualTo(StudyPrompts.Policy.FIXED);
    assertThat(plan.prompts().first()).contains("compact");
    assertThat(plan.seeds()).containsExactly(1L, 2L);
    assertThat(plan.limit()).contains(30);
    StudyAnalyses analyses = plan.analyses();
    assertThat(analyses.robustness().orElseThrow().perturbations(Set.of()))
        .extracting(Perturbation::name)
        .containsExactly("swapped-sides", "typos:0.2");
    assertThat(analyses.robustness().orElseThrow().covers("tuned")).isTrue();
    assertThat(analyses.robustness().orElseThrow().covers("classical")).isFalse();
    assertThat(analyses.slices()).containsExactly("corner-cases", "attribute:brand");
    assertThat(analyses.calibration()).isFalse();
    assertThat(analyses.cascade())
        .contains(
            new StudyAnalyses.CascadePlan(
                "classical", "server", StudyAnalyses.Target.PRECISION, 0.9));
    assertThat(analyses.prices().orElseThrow().currency()).isEqualTo("EUR");
    assertThat(analyses.prices().orElseThrow().price("server"))
        .contains(new TokenPrice(0.15, 0.6, 0));
    assertThat(analyses.errors())
        .isEqualTo(new StudyAnalyses.ErrorPlan(Optional.of("server"), 9, 2));
    assertThat(analyses.resamples()).isEqualTo(100);
    assertThat(plan.out()).contains(Path.of("there"));
  }

  @Test
  void needsLittle() {
    StudyPlan plan = plan("test: a", "matchers: {tiny: {kind: llama, model: tiny}}");
    assertThat(plan.prompts().policy()).isEqualTo(StudyPrompts.Policy.FIXED);
    assertThat(plan.seeds()).containsExactly(42L);
    assertThat(plan.analyses().robustness()).isEmpty();
    assertThat(plan.analyses().slices()).isEqualTo(StudyAnalyses.SLICES);
  }

  @Test
  void dropsNoAttributeWithoutWhichRecordsHaveNoText() {
    Dataset data = SyntheticBenchmark.products().testPairs(60).build().generate();
    List<CandidatePair> pairs =
        data.require(Dataset.TEST).pairs().stream().map(LabeledPair::pair).toList();
    RecordText text = RecordText.of(pairs, Optional.empty(), List.of());
    assertThat(text.needed()).containsExactly("title");

    StudyAnalyses.Robustness robustness =
        plan("test: a", "matchers: {tiny: {kind: llama, model: tiny}}", "robustness: {seed: 1}")
            .analyses()
            .robustness()
            .orElseThrow();
    List<Perturbation> perturbations = robustness.perturbations(text.needed());

    assertThat(perturbations).hasSize(robustness.count());
    for (Perturbation perturbation : perturbations) {
      for (LabeledPair pair : perturbation.perturb(data.require(Dataset.TEST)).pairs()) {
        assertThat(text.serializer().serialize(pair.pair().left())).isNotBlank();
        assertThat(text.serializer().serialize(pair.pair().right())).isNotBlank();
      }
    }
  }

  @Test
  void keepsTheFirstAttributeThatIsReadWhereOthersAreNot() {
    List<CandidatePair> pairs =
        List.of(
            new CandidatePair(
                EntityDescription.of("1").with("title", "t").with("venue", "v").with("pages", "9"),
                EntityDescription.of("2").with("title", "t").with("venue", "v")));
    RecordText all = RecordText.of(pairs, Optional.empty(), List.of("title", "venue", "pages"));
    RecordText some = RecordText.of(pairs, Optional.empty(), List.of());
    assertThat(all.needed()).isEmpty();
    assertThat(some.needed()).containsExactly("title");
  }

  @Test
  void theSampleSaysNothingWrong() {
    Path sample =
        Path.of(System.getProperty("em4j.root", "..")).resolve("examples").resolve("study.yaml");
    StudyPlan plan = StudyPlan.of(SettingsFile.read(sample));
    assertThat(plan.test()).hasSize(2).allMatch(SyntheticSizes::isSynthetic);
    assertThat(plan.analyses().cascade()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tests: [a]|line 1 of s.yaml: a study has no 'tests'; allowed are train, test,",
        "matchers: {c: {kind: classical}}|line 1 of s.yaml: a study needs 'test'",
        "test: a|line 1 of s.yaml: a study needs 'matchers'",
        "test: a~matchers:~  c: {kind: svm}|line 3 of s.yaml: 'kind' of 'c' needs one of classical,"
            + " lora, llama, openai, found 'svm'",
        "test: a~matchers:~  c: {kind: classical}|line 3 of s.yaml: the matcher 'c' is trained, and"
            + " 'train' names no data set",
        "test: a~train: a~matchers:~  t: {kind: lora, model: tiny, epochs: none}|line 4 of s.yaml:"
            + " 'epochs' of 't' needs a whole number from 1 on, found 'none'",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~templates: [compact, polite]|line 3 of"
            + " s.yaml: 'templates' of a study needs some of [domain-complex-force,",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~seeds: [1, x]|line 3 of s.yaml: 'seeds' of"
            + " a study needs whole numbers",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~seeds: [1, 1]|needs numbers that differ",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~prompt-policy: best|needs one of fixed,"
            + " validation, found 'best'",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~robustness:~  perturbations: [typoes]|line 4"
            + " of s.yaml: unknown perturbation 'typoes', allowed is one of attribute-order",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~robustness: {matchers: [u]}|line 3 of s.yaml:"
            + " 'matchers' of 'robustness' needs the name of a matcher: t",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~slices: [colour]|line 3 of s.yaml: unknown"
            + " slicing 'colour'",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~cascade: {cheap: t, dear: t, share: 0.1}|needs"
            + " another matcher than 'cheap', found 't'",
        "test: a~matchers: {t: {kind: llama, model: tiny}, u: {kind: llama, model: tiny}}~cascade:"
            + " {cheap: t, dear: u}|line 3 of s.yaml: 'cascade' needs one of precision, recall, share",
        "test: a~matchers: {t: {kind: llama, model: tiny}, u: {kind: llama, model: tiny}}~cascade:"
            + " {cheap: t, dear: u, recall: 2}|needs a number from 0 to 1, found '2'",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~prices: {u: {hour: 1}}|'u' of 'prices' needs"
            + " the name of a matcher: t",
        "test: a~matchers: {t: {kind: llama, model: tiny}}~error-analysis: {model: u}|line 3 of s.yaml:"
            + " 'model' of 'error-analysis' needs the name of a language model: t, found 'u'",
        "test: a~train: a~matchers: {c: {kind: classical}}~error-analysis: {model: c}|line 4 of"
            + " s.yaml: 'model' of 'error-analysis' needs a matcher that is a language model, and"
            + " there is none, found 'c'",
      })
  void saysWhereWhatIsWrongAndWhatIsAllowed(String lines, String complaint) {
    assertThatThrownBy(() -> plan(lines.split("~")))
        .isInstanceOf(BadArgumentException.class)
        .hasMessageContaining(complaint);
  }
}
