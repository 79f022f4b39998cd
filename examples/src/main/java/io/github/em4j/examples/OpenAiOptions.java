package io.github.em4j.examples;

import io.github.em4j.MatchDecision;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.openai.BatchJob;
import io.github.em4j.openai.BatchOptions;
import io.github.em4j.openai.ClientStatistics;
import io.github.em4j.openai.ModelCapabilities;
import io.github.em4j.openai.OpenAiClient;
import io.github.em4j.openai.OpenAiException;
import io.github.em4j.openai.OpenAiModel;
import io.github.em4j.openai.SpendLimit;
import io.github.em4j.openai.TokenPrices;
import io.github.em4j.prompts.PromptedMatcher;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a model of a server is asked about many pairs. */
final class OpenAiOptions extends ServerOptions {

  @Option(
      names = "--max-cost",
      paramLabel = "AMOUNT",
      description = "Stop before more than this is spent; needs --prices in the same currency.")
  private Optional<BigDecimal> maxCost = Optional.empty();

  @Option(
      names = "--prices",
      split = ",",
      paramLabel = "IN,OUT",
      description = "What a million tokens cost, read and written, for example 0.15,0.60.")
  private List<BigDecimal> prices = List.of();

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Keep the answers in FILE, so that a run that was interrupted goes on where it was.")
  private Optional<Path> journal = Optional.empty();

  @Option(
      names = "--batches",
      description =
          "Ask through the Batch API: cheaper, and within a day; needs --journal, and goes on with"
              + " the same batches when it is started again.")
  private boolean batches;

  @Option(
      names = "--no-logprobs",
      description = "The server gives no log-probabilities: decide by the text of the answer.")
  private boolean noLogProbabilities;

  @Option(
      names = "--probe",
      description =
          "Find out first, by a few tiny requests, what the model takes: reasoning models refuse a"
              + " temperature and max_tokens, and give no log-probabilities.")
  private boolean probe;

  @Option(
      names = "--reasoning-effort",
      paramLabel = "WORD",
      description = "How much a reasoning model thinks, in its own words, for example low.")
  private Optional<String> reasoningEffort = Optional.empty();

  @Option(
      names = "--answer-tokens",
      paramLabel = "N",
      description =
          "How many tokens an answer may have; a reasoning model spends its thoughts on them"
              + " (default: as many as Yes and No need).")
  private Optional<Integer> answerTokens = Optional.empty();

  private boolean byText;

  /** Completes a matcher of the model that {@link #model} has opened. */
  PromptedMatcher matcher(PromptedMatcher.Builder asking) {
    if (byText) {
      asking.byText();
    }
    answerTokens.ifPresent(
        most -> asking.generation(GenerationOptions.builder().maxTokens(most).build()));
    try {
      return asking.build();
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }

  /** What may help where the server refused questions as bad requests; empty where nothing does. */
  String advice(ClientStatistics statistics) {
    return !probe && statistics.failedCalls().containsKey(OpenAiException.Kind.BAD_REQUEST)
        ? "The server refused questions as bad requests: --probe finds out what the model takes."
        : "";
  }

  /** Says so where scores were asked for and all came from text: they rank nothing. */
  void noteMissingScores(List<Evaluation> cells, PrintWriter notes) {
    boolean certain =
        cells.stream()
            .flatMap(cell -> cell.report().outcomes().orElseThrow().stream())
            .filter(MatchDecision.class::isInstance)
            .map(outcome -> ((MatchDecision) outcome).matchProbability())
            .allMatch(p -> p.isEmpty() || p.getAsDouble() == 0 || p.getAsDouble() == 1);
    if (certain && !byText) {
      notes.println(
          "Note: every p(match) is 0 or 1, so the server seems to give no log-probabilities, and the"
              + " pairs were decided by text; --no-logprobs does not ask for them.");
      notes.flush();
    }
  }

  /** How many pairs are asked about in one go: all of them where they go into a batch. */
  int batchSize() {
    return batches ? Integer.MAX_VALUE : Math.max(64, 8 * concurrency());
  }

  /** A client that keeps to what may be spent on a model. */
  OpenAiClient client(String model) {
    if (maxCost.isEmpty() && !prices.isEmpty()) {
      throw new BadArgumentException("--prices limit nothing by themselves, they need --max-cost");
    }
    return client(builder -> maxCost.map(m -> builder.spendLimit(limit(m, model))).orElse(builder));
  }

  private SpendLimit limit(BigDecimal most, String model) {
    if (prices.size() != 2) {
      throw new BadArgumentException("--max-cost needs --prices IN,OUT");
    }
    return SpendLimit.builder()
        .money(most)
        .prices(model, new TokenPrices(prices.get(0), prices.get(1)))
        .build();
  }

  /** The model to ask, with its journal. */
  OpenAiModel model(OpenAiClient client, String name, PrintWriter notes) {
    if (batches && journal.isEmpty()) {
      throw new BadArgumentException("--batches needs --journal FILE");
    }
    OpenAiModel.Builder model =
        OpenAiModel.builder(client, name).capabilities(capabilities(client, name, notes));
    journal.ifPresent(model::journal);
    reasoningEffort.ifPresent(model::reasoningEffort);
    answerTokens.ifPresent(model::scoringTokens);
    if (batches) {
      model.throughBatches(BatchOptions.builder().listener(job -> tell(job, notes)).build());
    }
    return model.build();
  }

  private ModelCapabilities capabilities(OpenAiClient client, String name, PrintWriter notes) {
    ModelCapabilities found = ModelCapabilities.DEFAULTS;
    if (probe) {
      found = ModelCapabilities.probe(client, name);
      notes.printf(
          "The model takes %s, %s; log-probabilities: %s%n",
          found.maxTokensField().name().toLowerCase(Locale.ROOT),
          found.sampling() ? "a temperature" : "no temperature",
          found.topLogProbabilities() == 0
              ? "none, pairs are decided by text"
              : "of " + found.topLogProbabilities() + " tokens");
    }
    byText = noLogProbabilities || found.topLogProbabilities() == 0;
    return noLogProbabilities ? found.toBuilder().topLogProbabilities(0).build() : found;
  }

  private static void tell(BatchJob job, PrintWriter notes) {
    notes.printf(
        Locale.ROOT,
        "Batch %s: %s, %,d of %,d done, %,d failed%n",
        job.id(),
        job.status(),
        job.completed(),
        job.total(),
        job.failed());
    notes.flush();
  }
}
