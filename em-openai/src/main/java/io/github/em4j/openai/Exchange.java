package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion.FinishReason;
import java.io.IOException;
import java.util.Optional;

/**
 * How one kind of request is sent and its answer read.
 *
 * @param <T> what is read
 */
@FunctionalInterface
interface Exchange<T> {

  /**
   * What was read.
   *
   * @param value the answer
   * @param usage what the server counted, where it says
   * @param finish why a model stopped, where one was asked
   */
  record Read<T>(T value, Optional<TokenUsage> usage, Optional<FinishReason> finish) {
    static <T> Read<T> of(T value) {
      return new Read<>(value, Optional.empty(), Optional.empty());
    }
  }

  /**
   * Reads a successful answer.
   *
   * @throws MalformedAnswer if it is not as the protocol says
   */
  Read<T> read(Reply reply);

  /** Sends the request, once. */
  default Reply send(
      Transport transport, Outgoing request, Transport.Attempt how, Cancellation cancellation)
      throws IOException {
    return transport.send(request, how, cancellation);
  }
}
