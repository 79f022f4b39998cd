package io.github.em4j.openai;

/**
 * Is told what happens to the calls of a client, in the order that {@link CallEvent} describes.
 * Called from many threads at a time. A call waits for its listener; what the listener throws is
 * logged and changes nothing.
 */
@FunctionalInterface
public interface CallListener {

  /** Nobody listens. */
  CallListener NONE = event -> {};

  /**
   * Takes an event.
   *
   * @param event what happened
   */
  void onEvent(CallEvent event);

  /**
   * This listener, and then another one.
   *
   * @param next told after this one
   * @return both
   */
  default CallListener andThen(CallListener next) {
    return event -> {
      onEvent(event);
      next.onEvent(event);
    };
  }

  /**
   * A listener that writes one line per event: failures as warnings, retries and waits as
   * information, the rest for debugging. No prompt and no answer is written.
   *
   * @param logger where to
   * @return a listener
   */
  static CallListener logging(System.Logger logger) {
    return new CallLog(logger);
  }
}
