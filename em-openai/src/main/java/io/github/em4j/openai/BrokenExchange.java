package io.github.em4j.openai;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/**
 * Tells from what broke an exchange off, before there was an answer, what kind of failure it is.
 */
final class BrokenExchange {
  private BrokenExchange() {}

  /** The failure that a broken exchange stands for; {@code cancelled} says that we broke it. */
  static OpenAiException failure(
      String where, IOException e, Redaction redaction, boolean cancelled) {
    if (cancelled) {
      return new CallCancelledException(where + ": cancelled", null, ReplyFacts.NONE);
    }
    if (e instanceof LocalFileException) {
      return new CallCancelledException(
          where + ": aborted, since a file failed here: " + e.getMessage(), e, ReplyFacts.NONE);
    }
    String problem = redaction.clean(String.valueOf(e.getMessage()));
    Optional<IOException> cause = redaction.concerns(e) ? Optional.empty() : Optional.of(e);
    if (e instanceof InterruptedIOException) {
      return new CallTimeoutException(
          where + ": no answer in time (" + problem + ")", cause.orElse(null), ReplyFacts.NONE);
    }
    return new ConnectionFailedException(
        where + ": " + e.getClass().getSimpleName() + ": " + problem,
        cause.orElse(null),
        ReplyFacts.NONE);
  }

  /** Whether an exchange failed before the request can have reached the server. */
  static boolean isUnsent(IOException e) {
    return e instanceof ConnectException
        || e instanceof UnknownHostException
        || e instanceof NoRouteToHostException
        || e instanceof SSLHandshakeException;
  }
}
