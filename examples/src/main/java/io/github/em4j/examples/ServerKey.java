package io.github.em4j.examples;

import io.github.em4j.openai.OpenAiClient;
import java.util.Optional;

/** The key of a server: the environment's, and never an option or a setting. */
final class ServerKey {
  private static final String VARIABLE = "OPENAI_API_KEY";

  private ServerKey() {}

  /** Gives a client the key; an empty one is none, which servers of one's own allow. */
  static void giveTo(OpenAiClient.Builder client) {
    giveTo(client, Optional.ofNullable(System.getenv(VARIABLE)));
  }

  /** The same for a variable of this value. */
  static void giveTo(OpenAiClient.Builder client, Optional<String> value) {
    value.filter(key -> !key.isBlank()).ifPresent(key -> client.apiKey(() -> key));
  }
}
