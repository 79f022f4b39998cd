package io.github.em4j.examples;

import java.io.Serial;

/** An argument that parses but cannot be meant: ends the program with exit status 2. */
final class BadArgumentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  BadArgumentException(String message) {
    super(message);
  }

  /** An argument that something else refused. */
  BadArgumentException(RuntimeException refusal) {
    super(refusal.getMessage(), refusal);
  }
}
