package io.github.em4j.examples;

import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellKey;
import io.github.em4j.evaluation.study.EvaluationSet;
import io.github.em4j.evaluation.study.PromptPolicy;
import io.github.em4j.evaluation.study.Recipe;
import io.github.em4j.evaluation.study.Study;
import io.github.em4j.evaluation.study.StudyFailedException;
import io.github.em4j.evaluation.study.StudyResults;
import io.github.em4j.evaluation.study.StudyRun;
import io.github.em4j.evaluation.study.TrainingSource;
import io.github.em4j.examples.study.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs what the store does not hold yet: first every matcher on the pairs as they are, one data set
 * after the other, and then those on changed pairs, in the wording that counts.
 */
final class StudyRunner {
  private final StudyPlan plan;
  private final StudyData data;
  private final StudyRecipes recipes;
  private final Path store;
  private final boolean retryFailed;
  private final StudyNotes notes;

  /**
   * Runs nothing yet.
   *
   * @param store the folder of the results
   * @param retryFailed whether pairs that failed in an earlier run are asked about again
   */
  StudyRunner(
      StudyPlan plan,
      StudyData data,
      StudyRecipes recipes,
      Path store,
      boolean retryFailed,
      StudyNotes notes) {
    this.plan = plan;
    this.data = data;
    this.recipes = recipes;
    this.store = store;
    this.retryFailed = retryFailed;
    this.notes = notes;
  }

  /** Every matcher, untrained or trained on each source. */
  List<Arm> arms() {
    List<Arm> arms = new ArrayList<>();
    for (StudyMatcher matcher : plan.matchers()) {
      if (matcher.isUntrained()) {
        arms.add(Arm.zeroShot(matcher.name()));
      }
      if (matcher.isTrained()) {
        data.sources().forEach(source -> arms.add(Arm.trained(matcher.name(), source.name())));
      }
    }
    return arms;
  }

  /** Which prompt of each matcher counts. */
  Map<String, PromptPolicy> policies() {
    Map<String, PromptPolicy> policies = new LinkedHashMap<>();
    for (StudyMatcher matcher : plan.matchers()) {
      List<String> templates = recipes.templates(matcher);
      boolean chosen =
          templates.size() > 1
              && plan.prompts().policy() == StudyPrompts.Policy.VALIDATION
              && data.targets().stream().allMatch(target -> target.validation().isPresent());
      policies.put(
          matcher.name(),
          templates.isEmpty() || chosen
              ? PromptPolicy.chosenOnValidation()
              : PromptPolicy.fixed(templates.get(0)));
    }
    return policies;
  }

  /** Runs all, and reads what there is of it: a store may hold results of other settings too. */
  Findings run() {
    List<Study> studies = data.targets().stream().map(this::study).toList();
    notes.willRun(plannedPairs());
    runAll(studies);
    Set<CellKey> planned = new HashSet<>();
    studies.forEach(study -> planned.addAll(study.cells()));
    Findings plain = findings(data.targets().stream().flatMap(StudyRunner::sets).toList(), planned);
    if (plan.analyses().robustness().isEmpty()) {
      return plain;
    }
    for (StudyData.Target target : data.targets()) {
      for (Study study : changed(target, plain)) {
        run(study);
        planned.addAll(study.cells());
      }
    }
    return findings(
        data.targets().stream()
            .flatMap(target -> Stream.concat(sets(target), variants(target).stream()))
            .toList(),
        planned);
  }

  /**
   * Runs one study after the other.
   *
   * @throws StudyFailedException if not one of their cells has a result
   */
  private void runAll(List<Study> studies) {
    List<StudyFailedException> failed = new ArrayList<>();
    for (Study study : studies) {
      run(study).ifPresent(failed::add);
    }
    if (failed.size() == studies.size()) {
      throw failed.get(0);
    }
  }

  /** Runs a study; where all of it fails, the report on the others says so. */
  private Optional<StudyFailedException> run(Study study) {
    Optional<StudyFailedException> failed = Optional.empty();
    try (StudyRun run = study.start(store)) {
      run.await();
    } catch (StudyFailedException e) {
      failed = Optional.of(e);
    }
    notes.finished();
    return failed;
  }

  private Findings findings(List<EvaluationSet> sets, Set<CellKey> planned) {
    StudyResults results = StudyResults.read(store, sets, planned::contains);
    return new Findings(
        results,
        arms(),
        data.targets().stream().map(StudyData.Target::name).toList(),
        policies(),
        plan.analyses().resamples());
  }

  private static Stream<EvaluationSet> sets(StudyData.Target target) {
    return Stream.concat(Stream.of(target.test()), target.validation().stream());
  }

  private Study study(StudyData.Target target) {
    Study.Builder study = builder(plan.seeds());
    sets(target).forEach(study::on);
    for (StudyMatcher matcher : plan.matchers()) {
      add(study, matcher, recipes.of(matcher, target.text(), recipes.templates(matcher)));
    }
    return study.build();
  }

  private Study.Builder builder(List<Long> seeds) {
    return Study.builder()
        .seeds(seeds.stream().mapToLong(Long::longValue).toArray())
        .retryFailedPairs(retryFailed)
        .listener(notes);
  }

  private void add(Study.Builder study, StudyMatcher matcher, Recipe recipe) {
    if (matcher.isUntrained()) {
      study.add(recipe);
    }
    if (matcher.isTrained()) {
      data.sources().forEach(source -> study.add(recipe, source));
    }
  }

  /** The changed test pairs of a data set. */
  private List<EvaluationSet> variants(StudyData.Target target) {
    List<EvaluationSet> variants = new ArrayList<>();
    for (Perturbation perturbation :
        plan.analyses().robustness().orElseThrow().perturbations(target.text().needed())) {
      variants.add(
          target
              .test()
              .variant(perturbation.name(), perturbation.perturb(target.test().split()).pairs()));
    }
    return variants;
  }

  /** Studies on changed pairs, one for each wording that counts for some matcher. */
  private List<Study> changed(StudyData.Target target, Findings plain) {
    Map<String, List<Arm>> byPrompt = new TreeMap<>();
    for (Arm arm : arms()) {
      if (plan.analyses().robustness().orElseThrow().covers(arm.matcher())
          && plain.score(arm, target.name()).isPresent()) {
        byPrompt
            .computeIfAbsent(
                plain.prompt(arm, target.name()).orElse(""), prompt -> new ArrayList<>())
            .add(arm);
      }
    }
    List<Study> studies = new ArrayList<>();
    byPrompt.forEach(
        (prompt, arms) -> {
          // One seed tells enough of what a change of the pairs does.
          Study.Builder study = builder(plan.seeds().subList(0, 1));
          variants(target).forEach(study::on);
          List<String> templates = prompt.isEmpty() ? List.of() : List.of(prompt);
          Map<String, Recipe> made = new LinkedHashMap<>();
          for (Arm arm : arms) {
            Recipe recipe =
                made.computeIfAbsent(
                    arm.matcher(), name -> recipes.of(matcher(name), target.text(), templates));
            Optional<TrainingSource> source = arm.source().map(this::source);
            source.ifPresentOrElse(from -> study.add(recipe, from), () -> study.add(recipe));
          }
          studies.add(study.build());
        });
    return studies;
  }

  private StudyMatcher matcher(String name) {
    return plan.matchers().stream()
        .filter(matcher -> matcher.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private TrainingSource source(String name) {
    return data.sources().stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** How many pairs all cells have together. */
  long plannedPairs() {
    return planned().stream().mapToLong(PlannedCells::pairs).sum();
  }

  /** What is to be run. */
  List<PlannedCells> planned() {
    List<PlannedCells> planned = new ArrayList<>();
    for (StudyData.Target target : data.targets()) {
      for (Arm arm : arms()) {
        planned.add(cells(arm, target));
      }
    }
    return planned;
  }

  private PlannedCells cells(Arm arm, StudyData.Target target) {
    StudyMatcher matcher = matcher(arm.matcher());
    int wordings = Math.max(1, recipes.templates(matcher).size());
    int seeds = arm.source().isPresent() ? plan.seeds().size() : 1;
    int variants =
        plan.analyses()
            .robustness()
            .filter(robustness -> robustness.covers(arm.matcher()))
            .map(StudyAnalyses.Robustness::count)
            .orElse(0);
    long test = target.test().split().size();
    long validation = target.validation().map(set -> set.split().size()).orElse(0);
    int splits = target.validation().isPresent() ? 2 : 1;
    return new PlannedCells(
        arm,
        target,
        wordings * seeds * splits + variants,
        (test + validation) * wordings * seeds + variants * test,
        recipes.templates(matcher));
  }

  /**
   * The cells of a matcher on a data set.
   *
   * @param arm the matcher and what it is trained on
   * @param target the data set
   * @param cells how many there are
   * @param pairs how many pairs they have together
   * @param templates the wordings
   */
  record PlannedCells(
      Arm arm, StudyData.Target target, int cells, long pairs, List<String> templates) {}
}
