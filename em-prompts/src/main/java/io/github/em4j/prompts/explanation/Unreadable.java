package io.github.em4j.prompts.explanation;

import java.io.Serial;

/** Ends the reading of a line; carries no stack trace, since it is an ordinary outcome here. */
final class Unreadable extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Rejection reason;

  Unreadable(Rejection reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  Rejection reason() {
    return reason;
  }
}
