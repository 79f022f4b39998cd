package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that happens to a call. The events of one call come in this order, and from one thread:
 *
 * <pre>
 * ( Waiting* Sent Retrying )*  ( Waiting* Sent Answered  |  Waiting* Sent Failed  |  Waiting* Failed )
 * </pre>
 *
 * <p>so each call ends with exactly one {@link Answered} or {@link Failed}, and each {@link Sent}
 * is followed by exactly one event of the same attempt. Events of different calls mix.
 *
 * <p>No event holds a key. Prompts and answers are there for a listener that asks for them, as
 * {@link CallContent}; an event as text shows neither, except {@link Failed} and {@link Retrying}
 * where the server's message quotes one.
 */
public sealed interface CallEvent {

  /**
   * Which call this is about.
   *
   * @return counts up from 1 for each client
   */
  long callId();

  /**
   * The call is held back to keep to a rate limit or to what is left of the spend limit.
   *
   * @param callId which call
   * @param reason what it waits for
   * @param duration how long; zero where nobody can tell
   */
  record Waiting(long callId, Reason reason, Duration duration) implements CallEvent {

    /** What a call waits for. */
    public enum Reason {
      /** The server's rate limit has to leave room. */
      RATE_LIMIT,
      /** Calls under way have to end before it is known what is left to spend. */
      SPEND_LIMIT
    }
  }

  /**
   * An attempt goes out.
   *
   * @param callId which call
   * @param attempt its number, from 1
   * @param operation method and path, for example {@code POST /chat/completions}
   * @param model the model that is asked, where one is
   * @param content what is sent
   */
  record Sent(
      long callId, int attempt, String operation, Optional<String> model, CallContent content)
      implements CallEvent {}

  /**
   * An attempt failed, and another one will be made.
   *
   * @param callId which call
   * @param attempt the number of the failed attempt
   * @param error why it failed
   * @param delay how long until the next one, before any wait for a limit
   */
  record Retrying(long callId, int attempt, OpenAiException error, Duration delay)
      implements CallEvent {}

  /**
   * The call succeeded.
   *
   * @param callId which call
   * @param attempts how many attempts it took
   * @param usage what the server says it cost, {@link TokenUsage#NONE} where it does not say
   * @param latency time of the last attempt
   * @param elapsed time since the call began, waits included
   * @param requestId what the server calls the request
   * @param content what was received
   */
  record Answered(
      long callId,
      int attempts,
      TokenUsage usage,
      Duration latency,
      Duration elapsed,
      Optional<String> requestId,
      CallContent content)
      implements CallEvent {}

  /**
   * The call failed for good.
   *
   * @param callId which call
   * @param attempts how many attempts were made, 0 where none was sent
   * @param error why
   * @param elapsed time since the call began, waits included
   */
  record Failed(long callId, int attempts, OpenAiException error, Duration elapsed)
      implements CallEvent {}
}
