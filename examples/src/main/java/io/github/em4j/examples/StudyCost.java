package io.github.em4j.examples;

import io.github.em4j.LabeledPair;
import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.study.PriceList;
import io.github.em4j.prompts.EntitySerializer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a matcher's answers on a data set will roughly cost.
 *
 * @param matcher its name
 * @param trainedOn what it is trained on
 * @param testedOn the data set
 * @param cells how many cells there are
 * @param pairs how many pairs they have together
 * @param tokens how many tokens are read, at four characters a token; 0 where no model reads
 * @param price what that costs; empty where no price per token is known
 */
record StudyCost(
    String matcher,
    Optional<String> trainedOn,
    String testedOn,
    int cells,
    long pairs,
    long tokens,
    OptionalDouble price) {
  private static final double CHARACTERS_PER_TOKEN = 4;
  private static final int CHARACTERS_OF_A_QUESTION = 160;
  private static final int SAMPLE = 100;

  static List<StudyCost> of(StudyPlan plan, List<StudyRunner.PlannedCells> planned) {
    return planned.stream().map(cells -> of(plan, cells)).toList();
  }

  private static StudyCost of(StudyPlan plan, StudyRunner.PlannedCells planned) {
    long tokens =
        planned.templates().isEmpty()
            ? 0
            : Math.round(planned.pairs() * tokensPerPair(planned.target()));
    return new StudyCost(
        planned.arm().matcher(),
        planned.arm().source(),
        planned.target().name(),
        planned.cells(),
        planned.pairs(),
        tokens,
        price(plan.analyses().prices(), planned, tokens));
  }

  private static OptionalDouble price(
      Optional<PriceList> prices, StudyRunner.PlannedCells planned, long tokens) {
    return prices
        .flatMap(list -> list.price(planned.arm().matcher()))
        .filter(price -> price.perMillionPromptTokens() > 0)
        .map(price -> price.of(new TokenUsage(tokens, planned.pairs()), Duration.ZERO))
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  private static double tokensPerPair(StudyData.Target target) {
    EntitySerializer serializer = target.text().serializer();
    double characters =
        target.test().split().pairs().stream()
            .limit(SAMPLE)
            .map(LabeledPair::pair)
            .mapToInt(
                pair ->
                    serializer.serialize(pair.left()).length()
                        + serializer.serialize(pair.right()).length())
            .average()
            .orElse(0);
    return (characters + CHARACTERS_OF_A_QUESTION) / CHARACTERS_PER_TOKEN;
  }

  /** For machines. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("matcher", matcher);
    figures.put("trainedOn", trainedOn);
    figures.put("testedOn", testedOn);
    figures.put("cells", cells);
    figures.put("pairs", pairs);
    figures.put("tokens", tokens);
    figures.put("price", price);
    return figures;
  }
}
