package io.github.em4j.examples;

import io.github.em4j.openai.OpenAiClient;
import io.github.em4j.openai.OpenAiModel;
import io.github.em4j.openai.SpendLimit;
import io.github.em4j.openai.TokenPrices;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of whatever asks a server that speaks OpenAI's protocol. The key is never one. */
final class OpenAiOptions {
  private static final String KEY = "OPENAI_API_KEY";

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description =
          "The server, for example https://api.openai.com/v1 or http://localhost:11434/v1. The key is read from the"
              + " environment variable OPENAI_API_KEY.")
  private Optional<String> baseUrl = Optional.empty();

  @Option(
      names = "--azure-version",
      paramLabel = "DATE",
      description =
          "The api-version of Azure's deployments; --base-url is the resource then, and --model a deployment.")
  private Optional<String> azureVersion = Optional.empty();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Requests under way at a time (default: 16).")
  private Optional<Integer> concurrency = Optional.empty();

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
      names = "--no-logprobs",
      description = "The server gives no log-probabilities: decide by the text of the answer.")
  private boolean noLogProbabilities;

  /** Whether pairs are decided by the text of the answer. */
  boolean byText() {
    return noLogProbabilities;
  }

  int batchSize() {
    return Math.max(64, 8 * concurrency.orElse(16));
  }

  /** A client of the server, with the key of the environment where there is one. */
  OpenAiClient client(String model) {
    String url =
        baseUrl.orElseThrow(() -> new BadArgumentException("a server needs --base-url URL"));
    try {
      OpenAiClient.Builder client =
          azureVersion.isPresent()
              ? OpenAiClient.azure(url, azureVersion.get())
              : OpenAiClient.builder(url);
      if (System.getenv(KEY) != null) {
        client.apiKey(() -> System.getenv(KEY));
      }
      concurrency.ifPresent(client::concurrency);
      maxCost.ifPresent(most -> client.spendLimit(limit(most, model)));
      return client.build();
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
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
  OpenAiModel model(OpenAiClient client, String name) {
    OpenAiModel.Builder model = OpenAiModel.builder(client, name);
    if (noLogProbabilities) {
      model.topLogProbabilities(0);
    }
    journal.ifPresent(model::journal);
    return model.build();
  }
}
