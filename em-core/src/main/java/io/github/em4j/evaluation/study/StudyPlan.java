package io.github.em4j.evaluation.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All cells of a study, grouped by what has to be prepared for them.
 *
 * @param sets what is run on
 * @param preparations in the order in which they are run
 */
record StudyPlan(List<EvaluationSet> sets, List<Preparation> preparations) {

  /**
   * What a recipe prepares once.
   *
   * @param recipe trains or loads
   * @param source what is trained on; empty for none
   * @param seed what everything random starts from
   * @param cells what is run with it, those of one template side by side
   */
  record Preparation(
      Recipe recipe, Optional<TrainingSource> source, long seed, List<PlannedCell> cells) {}

  /** A cell and the pairs that it is run on. */
  record PlannedCell(CellHeader.Plan plan, EvaluationSet set) {
    CellKey key() {
      return plan.key();
    }
  }

  /** A recipe with what it is trained on. */
  record Entry(Recipe recipe, Optional<TrainingSource> source) {}

  static StudyPlan of(List<Entry> entries, List<EvaluationSet> sets, List<Long> seeds) {
    List<String> hashes = sets.stream().map(set -> PairsHash.of(set.split())).toList();
    Map<String, CellHeader.Source> sources = new HashMap<>();
    var preparations = new ArrayList<Preparation>();
    for (Entry entry : entries) {
      Optional<CellHeader.Source> source =
          entry.source().map(from -> sources.computeIfAbsent(from.name(), name -> describe(from)));
      boolean allSeeds = entry.recipe().dependsOnSeed(entry.source());
      for (long seed : allSeeds ? seeds : seeds.subList(0, 1)) {
        var cells = new ArrayList<PlannedCell>();
        for (Optional<String> template : templates(entry.recipe())) {
          for (int i = 0; i < sets.size(); i++) {
            EvaluationSet set = sets.get(i);
            var plan =
                new CellHeader.Plan(
                    key(entry, set, template, seed),
                    set.domain(),
                    source,
                    set.split().size(),
                    hashes.get(i),
                    new TreeMap<>(entry.recipe().settings()));
            cells.add(new PlannedCell(plan, set));
          }
        }
        preparations.add(new Preparation(entry.recipe(), entry.source(), seed, List.copyOf(cells)));
      }
    }
    return new StudyPlan(List.copyOf(sets), List.copyOf(preparations));
  }

  private static CellHeader.Source describe(TrainingSource source) {
    return new CellHeader.Source(
        source.dataset(),
        source.domain(),
        PairsHash.of(source.train()),
        source.validation().map(PairsHash::of));
  }

  private static List<Optional<String>> templates(Recipe recipe) {
    return recipe.templates().isEmpty()
        ? List.of(Optional.empty())
        : recipe.templates().stream().map(Optional::of).toList();
  }

  private static CellKey key(Entry entry, EvaluationSet set, Optional<String> template, long seed) {
    return new CellKey(
        new Arm(entry.recipe().name(), entry.source().map(TrainingSource::name)),
        set.dataset(),
        set.split().name(),
        set.variant(),
        template,
        seed);
  }

  List<PlannedCell> cells() {
    return preparations.stream().flatMap(preparation -> preparation.cells().stream()).toList();
  }
}
