package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.TokenUsage;
import io.github.em4j.training.ClassBalance;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A summary as JSON. What can be counted again from the other files of a training set is written
 * for people and programs and not read back.
 */
final class SummaryJson {
  private static final String PRICES = "pricePerMillionTokens";

  private SummaryJson() {}

  static ObjectNode write(TrainingSetSummary summary) {
    ObjectNode json = balance(JsonLines.object(), summary.balance());
    ArrayNode sources = json.putArray("sources");
    for (TrainingSetSummary.Source source : summary.sources()) {
      balance(sources.addObject().put("name", source.name()), source.balance());
    }
    ArrayNode steps = json.putArray("steps");
    summary.steps().forEach(step -> write(step, steps.addObject()));
    json.putObject("repetitions")
        .put("pairs", summary.repetitions().pairs())
        .put("contradictory", summary.repetitions().contradictory());
    ArrayNode leaks = json.putArray("leaks");
    for (TrainingSetSummary.Leaks leak : summary.leaks()) {
      leaks
          .addObject()
          .put("split", leak.split())
          .put("pairs", leak.pairs())
          .put("byIds", leak.byIds())
          .put("byText", leak.byText())
          .put("contradictory", leak.contradictory());
    }
    usage(json, summary.usage(), summary.cost());
    return json;
  }

  private static ObjectNode balance(ObjectNode json, ClassBalance balance) {
    return json.put("pairs", balance.matches() + balance.nonMatches())
        .put("matches", balance.matches());
  }

  private static void write(TrainingSetSummary.Step step, ObjectNode json) {
    json.put("name", step.name()).put("given", step.given()).put("passedOn", step.passedOn());
    ArrayNode counts = json.putArray("outcomes");
    for (TrainingSetSummary.Count count : step.counts()) {
      counts
          .addObject()
          .put("action", count.action().name())
          .put("reason", count.reason())
          .put("pairs", count.pairs());
    }
    usage(json, step.usage(), step.cost());
    step.prices()
        .ifPresent(
            prices ->
                json.putObject(PRICES)
                    .put("prompt", prices.prompt().toPlainString())
                    .put("completion", prices.completion().toPlainString()));
  }

  private static void usage(ObjectNode json, TokenUsage usage, Optional<BigDecimal> cost) {
    json.put("promptTokens", usage.promptTokens())
        .put("completionTokens", usage.completionTokens());
    // As text: most readers would make a binary fraction of it.
    cost.ifPresent(money -> json.put("cost", money.stripTrailingZeros().toPlainString()));
  }

  static List<TrainingSetSummary.Leaks> readLeaks(JsonFields json) {
    return json.objects("leaks").stream()
        .map(
            leak ->
                new TrainingSetSummary.Leaks(
                    leak.text("split"),
                    leak.size("pairs"),
                    leak.size("byIds"),
                    leak.size("byText"),
                    leak.size("contradictory")))
        .toList();
  }

  /** The prices of each step, empty where they are not known. */
  static List<Optional<PricePerMillion>> readPrices(JsonFields json) {
    return json.objects("steps").stream().map(SummaryJson::readStepPrices).toList();
  }

  private static Optional<PricePerMillion> readStepPrices(JsonFields step) {
    if (!step.has(PRICES)) {
      return Optional.empty();
    }
    JsonFields prices = step.object(PRICES);
    return Optional.of(PricePerMillion.of(prices.text("prompt"), prices.text("completion")));
  }
}
