package io.github.em4j.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a settings file says of a study, checked as far as it can be without reading a data set
 * or opening a model.
 *
 * @param train data sets that matchers learn from, one at a time
 * @param test data sets that all matchers are tested on
 * @param domains the kind of records of a data set, by its name, where it is not found out
 * @param sizes how large the synthetic benchmark is made
 * @param matchers what is compared
 * @param prompts the wordings, and which of them counts
 * @param seeds of training; a trained matcher is made once with each
 * @param limit how many pairs of each split are scored at most; empty for all
 * @param analyses what is looked at beside the scores
 * @param out the folder of results and report, where the settings name it
 */
record StudyPlan(
    List<Path> train,
    List<Path> test,
    Map<String, String> domains,
    SyntheticSizes sizes,
    List<StudyMatcher> matchers,
    StudyPrompts prompts,
    List<Long> seeds,
    Optional<Integer> limit,
    StudyAnalyses analyses,
    Optional<Path> out) {
  private static final String TRAIN = "train";
  private static final String TEST = "test";
  private static final String MATCHERS = "matchers";
  private static final String DOMAINS = "domains";

  StudyPlan {
    train = List.copyOf(train);
    test = List.copyOf(test);
    matchers = List.copyOf(matchers);
    seeds = List.copyOf(seeds);
  }

  /** Reads the settings. */
  static StudyPlan of(SettingsNode root) {
    Settings settings =
        new Settings(root, "a study")
            .allow(
                TRAIN,
                TEST,
                DOMAINS,
                "synthetic",
                MATCHERS,
                "templates",
                "prompt-policy",
                "seeds",
                "limit",
                "robustness",
                "slices",
                "calibration",
                "cascade",
                "prices",
                "error-analysis",
                "bootstrap",
                "out");
    List<Path> test = paths(settings, TEST);
    if (test.isEmpty()) {
      throw settings.wrong(TEST, "at least one data set");
    }
    List<Path> train = paths(settings, TRAIN);
    List<StudyMatcher> matchers = matchers(settings, train);
    return new StudyPlan(
        train,
        test,
        domains(settings),
        settings.group("synthetic").map(SyntheticSizes::of).orElse(SyntheticSizes.USUAL),
        matchers,
        StudyPrompts.of(settings),
        seeds(settings),
        settings.count("limit", 1),
        StudyAnalyses.of(
            settings,
            matchers.stream().map(StudyMatcher::name).toList(),
            matchers.stream().filter(StudyMatcher::isAsked).map(StudyMatcher::name).toList()),
        settings.text("out").map(Path::of));
  }

  private static List<Path> paths(Settings settings, String name) {
    return settings.texts(name).stream().map(Path::of).toList();
  }

  private static Map<String, String> domains(Settings settings) {
    Map<String, String> domains = new LinkedHashMap<>();
    settings
        .group(DOMAINS)
        .ifPresent(
            given -> given.names().forEach(name -> domains.put(name, given.requireText(name))));
    return domains;
  }

  private static List<StudyMatcher> matchers(Settings settings, List<Path> train) {
    List<StudyMatcher> matchers = new ArrayList<>();
    settings
        .group(MATCHERS)
        .orElseThrow(() -> settings.lacks("'matchers'"))
        .groups()
        .forEach(
            (name, described) -> {
              StudyMatcher matcher = StudyMatcher.of(name, described);
              if (!matcher.isUntrained() && train.isEmpty()) {
                throw new BadArgumentException(
                    "%s: the matcher '%s' is trained, and 'train' names no data set to learn from"
                        .formatted(described.place(), name));
              }
              matchers.add(matcher);
            });
    if (matchers.isEmpty()) {
      throw settings.wrong(MATCHERS, "at least one matcher");
    }
    return matchers;
  }

  private static List<Long> seeds(Settings settings) {
    List<Long> seeds = new ArrayList<>();
    for (String text : settings.texts("seeds")) {
      try {
        seeds.add(Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw settings.wrong("seeds", "whole numbers");
      }
    }
    if (seeds.stream().distinct().count() != seeds.size()) {
      throw settings.wrong("seeds", "numbers that differ");
    }
    return seeds.isEmpty() ? List.of(42L) : seeds;
  }

  /** The same study on no more than so many pairs of each split. */
  StudyPlan limitedTo(Optional<Integer> pairs) {
    return pairs.isEmpty()
        ? this
        : new StudyPlan(
            train, test, domains, sizes, matchers, prompts, seeds, pairs, analyses, out);
  }
}
