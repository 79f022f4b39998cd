package io.github.em4j.examples;

import io.github.em4j.openai.ClientStatistics;
import java.io.PrintWriter;
import java.util.Locale;

/** Says what a server was asked, and what that cost. */
final class ServerReport {

  private ServerReport() {}

  static void print(ClientStatistics statistics, String advice, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Asked the server %,d times (%,d attempts): %,d tokens read, %,d written%s%n",
        statistics.calls(),
        statistics.attempts(),
        statistics.usage().promptTokens(),
        statistics.usage().completionTokens(),
        statistics.spent().map(money -> ", spent " + money.toPlainString()).orElse(""));
    if (!statistics.failedAttempts().isEmpty()) {
      out.printf(
          "Failed attempts by reason: %s; failed for good: %s%n",
          statistics.failedAttempts(), statistics.failedCalls());
    }
    if (!advice.isEmpty()) {
      out.println(advice);
    }
    out.flush();
  }
}
