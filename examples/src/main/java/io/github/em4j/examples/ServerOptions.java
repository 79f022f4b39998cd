package io.github.em4j.examples;

import io.github.em4j.openai.OpenAiClient;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Where a server is that speaks OpenAI's protocol. The key is never an option. */
class ServerOptions {
  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description =
          "The server, for example https://api.openai.com/v1 or http://localhost:11434/v1. The key"
              + " is read from the environment variable OPENAI_API_KEY.")
  private Optional<String> baseUrl = Optional.empty();

  @Option(
      names = "--azure-version",
      paramLabel = "DATE",
      description =
          "The api-version of Azure's deployments; --base-url is the resource then, and --model a"
              + " deployment.")
  private Optional<String> azureVersion = Optional.empty();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Requests under way at a time (default: 16).")
  private Optional<Integer> concurrency = Optional.empty();

  int concurrency() {
    return concurrency.orElse(16);
  }

  /** A client of the server, with the key of the environment where there is one. */
  final OpenAiClient client() {
    return client(builder -> builder);
  }

  /** The same with more options. */
  final OpenAiClient client(UnaryOperator<OpenAiClient.Builder> more) {
    String url =
        baseUrl.orElseThrow(() -> new BadArgumentException("a server needs --base-url URL"));
    try {
      OpenAiClient.Builder client =
          azureVersion.isPresent()
              ? OpenAiClient.azure(url, azureVersion.get())
              : OpenAiClient.builder(url);
      ServerKey.giveTo(client);
      return more.apply(client.concurrency(concurrency())).build();
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }
}
