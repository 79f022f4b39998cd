package io.github.em4j.openai;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * What all calls of a client share.
 *
 * @param endpoint where the server is
 * @param credentials key and headers
 * @param transport HTTP
 * @param retries when to try again
 * @param budget how many retries are left
 * @param totalTimeout no attempt begins later than this after the first one
 * @param spend the meter of the spend limit, where there is one
 * @param counters statistics
 * @param listener who is told
 * @param time clock and sleep
 * @param jitter random numbers in [0, 1)
 * @param limits rate limits by model
 * @param calls counts the calls
 */
record CallContext(
    Endpoint endpoint,
    Credentials credentials,
    Transport transport,
    RetryPolicy retries,
    RetryBudget budget,
    Duration totalTimeout,
    Optional<SpendMeter> spend,
    Counters counters,
    CallListener listener,
    Time time,
    DoubleSupplier jitter,
    Map<String, RateLimits> limits,
    AtomicLong calls) {

  private static final System.Logger LOGGER = System.getLogger(CallContext.class.getName());

  RateLimits limitsOf(String model) {
    return limits.computeIfAbsent(model, name -> new RateLimits(time));
  }

  long nextCallId() {
    return calls.incrementAndGet();
  }

  /** Tells the listener, whose mistakes are not the call's. */
  void tell(CallEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      // Without its message and its cause, which may quote what the listener was told.
      LOGGER.log(
          System.Logger.Level.WARNING,
          "a listener failed on a %s: %s at %s"
              .formatted(
                  event.getClass().getSimpleName(),
                  e.getClass().getName(),
                  e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]));
    }
  }

  static Map<String, RateLimits> noLimits() {
    return new ConcurrentHashMap<>();
  }
}
