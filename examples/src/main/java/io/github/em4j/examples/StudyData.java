package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.study.EvaluationSet;
import io.github.em4j.evaluation.study.TrainingSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The data sets of a study.
 *
 * @param sources what matchers learn from
 * @param targets what they are tested on
 */
record StudyData(List<TrainingSource> sources, List<Target> targets) {

  /**
   * A data set that is tested on.
   *
   * @param test the test pairs that are scored
   * @param drawn which pairs of the test split they are
   * @param validation the validation pairs that are scored, to choose on; empty where there are
   *     none
   * @param text how its records are put to language models
   * @param synthetic whether it is invented
   */
  record Target(
      EvaluationSet test,
      TestPairs drawn,
      Optional<EvaluationSet> validation,
      RecordText text,
      boolean synthetic) {
    String name() {
      return test.dataset();
    }
  }

  /** Opens the data sets of a plan. */
  static StudyData open(StudyPlan plan, PrintWriter notes) {
    Map<Path, List<Dataset>> opened = new LinkedHashMap<>();
    List<TrainingSource> sources = new ArrayList<>();
    for (Dataset dataset : datasets(plan.train(), plan, opened, notes)) {
      DatasetSplit train = SplitRoles.train(dataset);
      sources.add(
          new TrainingSource(
              dataset.name(),
              dataset.name(),
              domain(plan, dataset.name(), train),
              train,
              SplitRoles.validation(dataset)));
    }
    requireDifferent("train", sources.stream().map(TrainingSource::name).toList());
    List<Target> targets = new ArrayList<>();
    for (Path path : plan.test()) {
      for (Dataset dataset : datasets(List.of(path), plan, opened, notes)) {
        targets.add(target(plan, dataset, SyntheticSizes.isSynthetic(path)));
      }
    }
    requireDifferent("test", targets.stream().map(Target::name).toList());
    return new StudyData(sources, targets);
  }

  private static List<Dataset> datasets(
      List<Path> paths, StudyPlan plan, Map<Path, List<Dataset>> opened, PrintWriter notes) {
    List<Dataset> datasets = new ArrayList<>();
    for (Path path : paths) {
      datasets.addAll(
          opened.computeIfAbsent(
              path,
              unread ->
                  SyntheticSizes.isSynthetic(unread)
                      ? List.of(plan.sizes().make(unread))
                      : BenchmarkPaths.open(List.of(unread), notes)));
    }
    return datasets;
  }

  private static Target target(StudyPlan plan, Dataset dataset, boolean synthetic) {
    DatasetSplit test = SplitRoles.test(dataset);
    RecordText text = text(test);
    String domain = domain(plan, dataset.name(), test);
    TestPairs drawn = drawn(plan, inRole(Dataset.TEST, test));
    return new Target(
        new EvaluationSet(dataset.name(), domain, Optional.empty(), drawn.split()),
        drawn,
        SplitRoles.validation(dataset)
            .filter(split -> !split.name().equals(test.name()))
            .map(split -> drawn(plan, inRole(Dataset.VALIDATION, split)).split())
            .map(split -> new EvaluationSet(dataset.name(), domain, Optional.empty(), split)),
        text,
        synthetic);
  }

  /**
   * The same pairs under the name of their role, by which a study tells what is tested on from what
   * may be chosen on: a file alone can be called anything.
   */
  private static DatasetSplit inRole(String role, DatasetSplit split) {
    return split.name().toLowerCase(Locale.ROOT).startsWith(role)
        ? split
        : new DatasetSplit(role, split.pairs());
  }

  private static TestPairs drawn(StudyPlan plan, DatasetSplit split) {
    return plan.limit().isPresent()
        ? TestPairs.sample(split, plan.limit().get(), plan.seeds().get(0))
        : TestPairs.all(split);
  }

  private static RecordText text(DatasetSplit split) {
    List<CandidatePair> pairs = split.pairs().stream().map(LabeledPair::pair).toList();
    return RecordText.of(pairs, Optional.empty(), List.of());
  }

  /** What prompts call the records is what they are about. */
  private static String domain(StudyPlan plan, String dataset, DatasetSplit split) {
    String given = plan.domains().get(dataset);
    return given == null ? text(split).entity() : given;
  }

  private static void requireDifferent(String role, List<String> names) {
    for (String name : names) {
      if (names.stream().filter(name::equals).count() > 1) {
        throw new BadArgumentException(
            "'%s' of a study has two data sets called '%s'; results could not be told apart"
                .formatted(role, name));
      }
    }
  }
}
