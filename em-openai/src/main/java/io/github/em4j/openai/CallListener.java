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
   * information, the rest for debugging. No prompt and no answer is written, and what a server says
   * about a failure is not either, since it may quote the prompt; its code and the request id are.
   *
   * @param logger where to
   * @return a listener
   */
  static CallListener logging(System.Logger logger) {
    return new CallLog(logger, false);
  }

  /**
   * A listener that writes what {@link #logging} does and, beside it, prompts, answers and what a
   * server says about failures, without the key. For data that may be seen by whoever reads logs.
   *
   * @param logger where to
   * @return a listener
   */
  static CallListener loggingContent(System.Logger logger) {
    return new CallLog(logger, true);
  }
}
