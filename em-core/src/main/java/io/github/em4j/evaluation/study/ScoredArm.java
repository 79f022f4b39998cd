package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.study.PromptPolicy.BestOnTest;
import io.github.em4j.evaluation.study.PromptPolicy.ChosenOnValidation;
import io.github.em4j.evaluation.study.PromptPolicy.Fixed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The cells of an arm on a test split, and which of them count under a policy about prompts. The
 * prompt of a matcher without prompts is the empty text here.
 */
final class ScoredArm {
  private final Arm arm;
  private final String dataset;
  private final PromptPolicy policy;
  private final PromptGrid test;
  private final SortedSet<String> chosen;

  private ScoredArm(
      Arm arm, String dataset, PromptPolicy policy, PromptGrid test, SortedSet<String> chosen) {
    this.arm = arm;
    this.dataset = dataset;
    this.policy = policy;
    this.test = test;
    this.chosen = chosen;
  }

  /** Cells by prompt and seed. */
  private record PromptGrid(SortedMap<String, SortedMap<Long, CellResult>> cells) {

    static PromptGrid of(Collection<CellResult> results) {
      var cells = new TreeMap<String, SortedMap<Long, CellResult>>();
      for (CellResult result : results) {
        cells
            .computeIfAbsent(result.key().template().orElse(""), prompt -> new TreeMap<>())
            .put(result.key().seed(), result);
      }
      return new PromptGrid(cells);
    }

    /** Whether each of these prompts was run with every seed that any prompt was run with. */
    boolean isCompleteFor(Collection<String> prompts) {
      var seeds = new TreeSet<Long>();
      cells.values().forEach(bySeed -> seeds.addAll(bySeed.keySet()));
      return prompts.stream()
          .allMatch(prompt -> cells.containsKey(prompt) && bySeed(prompt).keySet().equals(seeds));
    }

    SortedMap<Long, CellResult> bySeed(String prompt) {
      return requireNonNull(cells.get(prompt), prompt);
    }

    Term f1(String prompt) {
      return Term.mean(
          bySeed(prompt).values().stream().map(cell -> Term.f1(cell.predictions())).toList());
    }

    /** The prompt with the best F1, the mean over seeds; of equally good ones the first by name. */
    String best() {
      String best = cells.firstKey();
      for (String prompt : cells.keySet()) {
        if (value(f1(prompt)) > value(f1(best))) {
          best = prompt;
        }
      }
      return best;
    }
  }

  /**
   * Finds the cells that count.
   *
   * @return empty where one is missing
   * @throws IllegalArgumentException if there are several splits to test or to choose on
   */
  static Optional<ScoredArm> of(
      StudyResults results,
      Arm arm,
      String dataset,
      Optional<String> variant,
      PromptPolicy policy) {
    List<CellResult> mine =
        results.cells().stream()
            .filter(cell -> cell.key().arm().equals(arm) && cell.key().dataset().equals(dataset))
            .toList();
    PromptGrid test =
        PromptGrid.of(
            ofOneSplit(
                mine.stream()
                    .filter(cell -> cell.key().isTest() && cell.key().variant().equals(variant))
                    .toList()));
    if (test.cells.isEmpty()) {
      return Optional.empty();
    }
    PromptGrid validation =
        PromptGrid.of(
            policy instanceof ChosenOnValidation
                ? ofOneSplit(mine.stream().filter(cell -> isValidation(cell.key())).toList())
                : List.of());
    return chosen(policy, test, validation)
        .filter(test::isCompleteFor)
        .map(chosen -> new ScoredArm(arm, dataset, policy, test, chosen));
  }

  private static boolean isValidation(CellKey key) {
    return key.variant().isEmpty() && key.isValidation();
  }

  private static List<CellResult> ofOneSplit(List<CellResult> cells) {
    List<String> splits = cells.stream().map(cell -> cell.key().split()).distinct().toList();
    if (splits.size() > 1) {
      throw new IllegalArgumentException(
          "a score is about one split of '%s', found results on %s; take a part of them"
              .formatted(cells.get(0).key().dataset(), splits));
    }
    return cells;
  }

  private static Optional<SortedSet<String>> chosen(
      PromptPolicy policy, PromptGrid test, PromptGrid validation) {
    var prompts = new TreeSet<>(test.cells.keySet());
    if (policy instanceof Fixed fixed) {
      boolean without = prompts.equals(Collections.singleton(""));
      return Optional.of(without ? prompts : single(fixed.template()));
    }
    if (policy instanceof ChosenOnValidation && prompts.size() > 1) {
      boolean comparable =
          validation.cells.keySet().equals(prompts) && validation.isCompleteFor(prompts);
      return comparable ? Optional.of(single(validation.best())) : Optional.empty();
    }
    if (policy instanceof BestOnTest) {
      return test.isCompleteFor(prompts) ? Optional.of(single(test.best())) : Optional.empty();
    }
    return Optional.of(prompts);
  }

  private static SortedSet<String> single(String prompt) {
    return new TreeSet<>(List.of(prompt));
  }

  /** The score, computed anew for each resample: also the best on test is chosen anew. */
  Term f1() {
    if (policy instanceof BestOnTest) {
      return Term.max(test.cells.keySet().stream().map(test::f1).toList());
    }
    return Term.mean(chosen.stream().map(test::f1).toList());
  }

  /** The cells that count. */
  List<CellResult> cells() {
    return chosen.stream().flatMap(prompt -> test.bySeed(prompt).values().stream()).toList();
  }

  /** The predictions of the cells that count. */
  List<Predictions> predictions() {
    return cells().stream().map(CellResult::predictions).toList();
  }

  /** The predictions by seed; empty where no single prompt counts. */
  SortedMap<Long, Predictions> bySeed() {
    var bySeed = new TreeMap<Long, Predictions>();
    if (chosen.size() == 1) {
      test.bySeed(chosen.first()).forEach((seed, cell) -> bySeed.put(seed, cell.predictions()));
    }
    return bySeed;
  }

  String label() {
    return test.cells.keySet().equals(Collections.singleton(""))
        ? "no prompt"
        : policy.label(test.cells.size());
  }

  PromptScore score(Bootstrap bootstrap) {
    Map<String, Double> prompts = new TreeMap<>();
    test.cells.keySet().forEach(prompt -> prompts.put(prompt, value(test.f1(prompt))));
    var seeds = new TreeSet<Long>();
    cells().forEach(cell -> seeds.add(cell.key().seed()));
    var bySeed = new ArrayList<Double>();
    for (long seed : seeds) {
      bySeed.add(
          cells().stream()
              .filter(cell -> cell.key().seed() == seed)
              .mapToDouble(cell -> cell.predictions().counts().f1())
              .average()
              .orElseThrow());
    }
    return new PromptScore(
        arm,
        dataset,
        policy,
        label(),
        f1().estimate(bootstrap).orElseThrow(),
        prompts,
        chosen.stream().filter(prompt -> !prompt.isEmpty()).toList(),
        Summary.of(prompts.values().stream().mapToDouble(Double::doubleValue).toArray()),
        Summary.of(bySeed.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private static double value(Term term) {
    return term.value().orElseThrow();
  }
}
