package io.github.em4j.examples;

import io.github.em4j.evaluation.robustness.Perturbation;
import io.github.em4j.evaluation.robustness.Perturbations;
import io.github.em4j.evaluation.slices.Slicings;
import io.github.em4j.evaluation.study.PriceList;
import io.github.em4j.evaluation.study.TokenPrice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a study looks at beside the scores.
 *
 * @param robustness what is done to the pairs, and whose answers on them are wanted
 * @param slices the kinds of slices to look at
 * @param calibration whether probabilities are calibrated
 * @param cascade two matchers that share the work
 * @param prices what matchers cost
 * @param errors the look at single errors
 * @param resamples how many resamples the intervals rest on
 */
record StudyAnalyses(
    Optional<Robustness> robustness,
    List<String> slices,
    boolean calibration,
    Optional<CascadePlan> cascade,
    Optional<PriceList> prices,
    ErrorPlan errors,
    int resamples) {

  /**
   * Changes of the pairs that should change no answer.
   *
   * @param names what is done, as {@link Perturbations#named} calls it; empty for all kinds
   * @param seed what is drawn at random starts from it
   * @param matchers the names of those that are run again; empty for all
   */
  record Robustness(List<String> names, long seed, Set<String> matchers) {

    /**
     * What is done to the pairs of a data set.
     *
     * @param kept attributes that are not dropped at random, as records without them would have no
     *     text: pairs that fail tell nothing of how a matcher stands a change
     * @throws IllegalArgumentException if there is no perturbation of a name
     */
    List<Perturbation> perturbations(Set<String> kept) {
      String[] attributes = kept.stream().sorted().toArray(String[]::new);
      return names.isEmpty()
          ? Perturbations.standard(seed, attributes)
          : names.stream().map(name -> Perturbations.named(name, seed, attributes)).toList();
    }

    /** How many changes there are. */
    int count() {
      return perturbations(Set.of()).size();
    }

    boolean covers(String matcher) {
      return matchers.isEmpty() || matchers.contains(matcher);
    }
  }

  /** What a cascade is to reach. */
  enum Target {
    /** A precision. */
    PRECISION,
    /** A recall. */
    RECALL,
    /** A share of the pairs that is passed on at most. */
    SHARE
  }

  /**
   * A cheap matcher that decides the clear cases, and a dear one for the others.
   *
   * @param cheap the name of the one
   * @param dear the name of the other
   * @param target what the thresholds are chosen for
   * @param value the precision, recall or share, in [0, 1]
   */
  record CascadePlan(String cheap, String dear, Target target, double value) {}

  /**
   * How errors are looked at.
   *
   * @param model the name of the matcher whose language model sorts errors into classes
   * @param classified how many errors it is shown of each matcher and data set at most
   * @param shown how many of the most confident errors the report shows of each
   */
  record ErrorPlan(Optional<String> model, int classified, int shown) {
    static final ErrorPlan USUAL = new ErrorPlan(Optional.empty(), 60, 5);
  }

  /** The usual slices, as settings name them. */
  static final List<String> SLICES =
      List.of("corner-cases", "unseen-entities", "missing-values", "length", "category");

  /**
   * Reads the settings.
   *
   * @param matchers the names of the matchers that settings may refer to
   * @param models the names of those that are language models
   */
  static StudyAnalyses of(Settings settings, List<String> matchers, List<String> models) {
    return new StudyAnalyses(
        settings.group("robustness").map(group -> robustness(group, matchers)),
        slices(settings),
        settings.flag("calibration").orElse(true),
        settings.group("cascade").map(group -> cascade(group, matchers)),
        settings.group("prices").map(group -> prices(group, matchers)),
        settings
            .group("error-analysis")
            .map(group -> errors(group, models))
            .orElse(ErrorPlan.USUAL),
        settings.count("bootstrap", 1).orElse(2000));
  }

  private static Robustness robustness(Settings group, List<String> matchers) {
    group.allow("perturbations", "matchers", "seed");
    List<String> chosen = group.texts("matchers");
    chosen.forEach(name -> requireMatcher(group, "matchers", name, matchers));
    Robustness robustness =
        new Robustness(
            group.texts("perturbations"), group.seed("seed").orElse(42L), Set.copyOf(chosen));
    List<Perturbation> perturbations = perturbations(group, robustness);
    if (perturbations.stream().map(Perturbation::name).distinct().count() < perturbations.size()) {
      throw group.wrong("perturbations", "names that differ");
    }
    return robustness;
  }

  private static List<Perturbation> perturbations(Settings group, Robustness robustness) {
    try {
      return robustness.perturbations(Set.of());
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(
          "%s: %s".formatted(group.node("perturbations").orElseThrow().place(), e.getMessage()));
    }
  }

  private static List<String> slices(Settings settings) {
    List<String> slices = settings.texts("slices");
    for (String slice : slices) {
      if (!SLICES.contains(slice)) {
        requireSlicing(settings, slice);
      }
    }
    if (slices.stream().distinct().count() < slices.size()) {
      throw settings.wrong("slices", "names that differ");
    }
    return settings.has("slices") ? slices : SLICES;
  }

  private static void requireSlicing(Settings settings, String name) {
    try {
      Slicings.named(name, Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(
          "%s: %s".formatted(settings.node("slices").orElseThrow().place(), e.getMessage()));
    }
  }

  private static CascadePlan cascade(Settings group, List<String> matchers) {
    group.allow("cheap", "dear", "precision", "recall", "share");
    String cheap = matcher(group, "cheap", matchers);
    String dear = matcher(group, "dear", matchers);
    if (cheap.equals(dear)) {
      throw group.wrong("dear", "another matcher than 'cheap'");
    }
    CascadePlan found = null;
    for (Target target : Target.values()) {
      Optional<Double> value = group.number(Settings.label(target), 0, 1);
      if (value.isPresent()) {
        if (found != null) {
          throw group.wrong(
              Settings.label(target),
              "not to be said beside '" + Settings.label(found.target()) + "'");
        }
        found = new CascadePlan(cheap, dear, target, value.get());
      }
    }
    if (found == null) {
      throw group.lacks("one of precision, recall, share");
    }
    return found;
  }

  private static PriceList prices(Settings group, List<String> matchers) {
    Map<String, TokenPrice> prices = new LinkedHashMap<>();
    for (String name : group.names()) {
      if (!name.equals("currency")) {
        requireMatcher(group, name, name, matchers);
        Settings price = group.group(name).orElseThrow().allow("read", "written", "hour");
        prices.put(
            name,
            new TokenPrice(amount(price, "read"), amount(price, "written"), amount(price, "hour")));
      }
    }
    return new PriceList(group.text("currency").orElse("USD"), prices);
  }

  private static double amount(Settings price, String name) {
    return price.number(name, 0, Double.POSITIVE_INFINITY).orElse(0.0);
  }

  private static ErrorPlan errors(Settings group, List<String> models) {
    group.allow("model", "classified", "shown");
    return new ErrorPlan(
        group.text("model").map(name -> model(group, name, models)),
        group.count("classified", 1).orElse(ErrorPlan.USUAL.classified()),
        group.count("shown", 0).orElse(ErrorPlan.USUAL.shown()));
  }

  private static String model(Settings group, String name, List<String> models) {
    if (!models.contains(name)) {
      throw group.wrong(
          "model",
          models.isEmpty()
              ? "a matcher that is a language model, and there is none"
              : "the name of a language model: " + String.join(", ", models));
    }
    return name;
  }

  private static String matcher(Settings group, String role, List<String> matchers) {
    String name = group.requireText(role);
    requireMatcher(group, role, name, matchers);
    return name;
  }

  private static void requireMatcher(
      Settings group, String role, String name, List<String> matchers) {
    if (!matchers.contains(name)) {
      throw group.wrong(role, "the name of a matcher: " + String.join(", ", matchers));
    }
  }
}
