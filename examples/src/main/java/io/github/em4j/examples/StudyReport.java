package io.github.em4j.examples;

import io.github.em4j.Em4jVersion;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import io.github.em4j.evaluation.cascade.CascadeTarget;
import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.study.PromptPolicy;
import io.github.em4j.evaluation.study.TrainingSource;
import io.github.em4j.examples.study.Analyses;
import io.github.em4j.examples.study.Cascade;
import io.github.em4j.examples.study.Findings;
import io.github.em4j.examples.study.StudyDocument;
import io.github.em4j.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From the settings of a study to its report: the facts, and in plain words what was chosen where.
 *
 * @param plan the settings
 * @param data the data sets
 * @param findings what was found
 * @param errors what a language model sorted errors into
 */
record StudyReport(StudyPlan plan, StudyData data, Findings findings, StudyErrors.Sorted errors) {

  Report document() {
    return StudyDocument.of(title(), facts(), findings, analyses(), data.sources(), caveats());
  }

  private String title() {
    String matchers =
        plan.matchers().stream().map(StudyMatcher::name).collect(Collectors.joining(", "));
    return "Entity matching study: " + matchers;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    for (StudyData.Target target : data.targets()) {
      facts.put(
          "Test set " + target.name(),
          target.drawn()
              + ", "
              + target.test().split().positives()
              + " matches"
              + (target.synthetic() ? "; invented records" : ""));
    }
    for (TrainingSource source : data.sources()) {
      facts.put(
          "Training set " + source.name(),
          "%,d pairs, %,d matches".formatted(source.train().size(), source.train().positives()));
    }
    facts.put(
        "Seeds", plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    facts.put(
        "Intervals",
        String.format(
            Locale.ROOT, "bootstrap, %,d resamples, 95 %%, seed 42", plan.analyses().resamples()));
    facts.put("Made with", "em4j " + Em4jVersion.current());
    return facts;
  }

  private Analyses analyses() {
    StudyAnalyses wanted = plan.analyses();
    return new Analyses(
        plan.prompts().first(),
        perturbations(),
        wanted.slices(),
        wanted.calibration(),
        wanted.cascade().map(StudyReport::cascade),
        wanted.prices(),
        wanted.errors().shown(),
        errors.classes());
  }

  /** What was done to the pairs of each data set. */
  private Map<String, List<Perturbation>> perturbations() {
    Map<String, List<Perturbation>> perturbations = new LinkedHashMap<>();
    plan.analyses()
        .robustness()
        .ifPresent(
            robustness ->
                data.targets()
                    .forEach(
                        target ->
                            perturbations.put(
                                target.name(), robustness.perturbations(target.text().needed()))));
    return perturbations;
  }

  private static Cascade cascade(StudyAnalyses.CascadePlan planned) {
    double value = planned.value();
    CascadeTarget target =
        switch (planned.target()) {
          case PRECISION -> CascadeTarget.precision(value);
          case RECALL -> CascadeTarget.recall(value);
          case SHARE -> CascadeTarget.share(value);
        };
    String wanted =
        switch (planned.target()) {
          case PRECISION -> "the best F1 at a precision of at least " + value;
          case RECALL -> "the best F1 at a recall of at least " + value;
          case SHARE -> "the best F1 with at most " + Math.round(100 * value) + " % passed on";
        };
    return new Cascade(planned.cheap(), planned.dear(), target, wanted);
  }

  private List<String> caveats() {
    List<String> caveats = new ArrayList<>();
    if (data.targets().stream().anyMatch(StudyData.Target::synthetic)) {
      caveats.add(
          "The synthetic data sets are invented records that ship with em4j. A matcher's place on them says little of its"
              + " place on real data.");
    }
    if (plan.limit().isPresent()) {
      caveats.add(
          "Only "
              + plan.limit().get()
              + " pairs of each split were scored, drawn with the split's share of matches: intervals are wide.");
    }
    caveats.add(
        "Nothing was chosen on a test split. Trained matchers chose their thresholds and checkpoints on the validation pairs"
            + " of their training set, or on training pairs held out where it has none. Language models call a pair a match"
            + " from a probability of 0.5 on.");
    failedPairs(findings).ifPresent(caveats::add);
    prompts().ifPresent(caveats::add);
    caveats.add(
        "Calibration and the thresholds of a cascade were fitted on the validation pairs of the data set that is tested on."
            + " For matchers that were trained elsewhere these are the only labels of that data set that they have seen.");
    if (plan.matchers().stream().anyMatch(StudyMatcher.Lora.class::isInstance)) {
      caveats.add(
          "Adapters learned with the wording %s, on both orders of each training pair."
              .formatted(plan.prompts().first().orElse("that is usual for their model")));
    }
    if (plan.seeds().size() == 1 && plan.matchers().stream().anyMatch(StudyMatcher::isTrained)) {
      caveats.add(
          "Every matcher was trained once, with one seed. Intervals say how a figure depends on the pairs, not on the luck of"
              + " training.");
    }
    caveats.addAll(errors.failures());
    caveats.addAll(leaks());
    return caveats;
  }

  /** How many pairs got no answer, and what to do about them; empty where all got one. */
  static Optional<String> failedPairs(Findings findings) {
    long failed = findings.failedPairs();
    return failed == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "In all cells together %,d pairs failed, for example because a server was away or a spend limit was reached;"
                    + " they count as no match. Run again with --retry-failed to ask about them once more.",
                failed));
  }

  private Optional<String> prompts() {
    if (plan.prompts().templates().size() < 2) {
      return Optional.empty();
    }
    boolean chosen =
        plan.matchers().stream()
            .filter(StudyMatcher::isAsked)
            .anyMatch(
                matcher ->
                    findings.policy(matcher.name()) instanceof PromptPolicy.ChosenOnValidation);
    if (chosen) {
      return Optional.of(
          "The wording that counts was chosen on the validation pairs of the data set that is tested on, for each matcher by"
              + " itself.");
    }
    return Optional.of(
        "The wording that counts is the first one that the settings name"
            + (plan.prompts().policy() == StudyPrompts.Policy.VALIDATION
                ? ", as not every test set has validation pairs to choose on."
                : "."));
  }

  /** Pairs that a test shares with what matchers learned or chose from count, but not unsaid. */
  private List<String> leaks() {
    List<String> found = new ArrayList<>();
    for (TrainingSource source : data.sources()) {
      for (StudyData.Target target : data.targets()) {
        List<LabeledPair> validation =
            source.validation().map(DatasetSplit::pairs).orElse(List.of());
        var report =
            LeakDetector.withDefaults()
                .check(
                    List.of(
                        new DatasetSplit("training", source.train().pairs()),
                        new DatasetSplit("validation", validation),
                        new DatasetSplit("test pairs", target.test().split().pairs())));
        for (String part : List.of("training", "validation")) {
          SplitOverlap overlap = report.overlap(part, "test pairs").orElseThrow();
          int shared = Math.max(overlap.ids().anyOrder(), overlap.texts().anyOrder());
          if (shared > 0) {
            found.add(
                String.format(
                    Locale.ROOT,
                    "Of the test pairs of %s, %,d are also among the %s pairs of %s; they count as they are.",
                    target.name(),
                    shared,
                    part,
                    source.name()));
          }
        }
      }
    }
    return found;
  }
}
