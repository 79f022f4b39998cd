package io.github.em4j.openai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as they stand in headers of answers. What cannot be read counts as not there. */
final class HeaderTimes {
  /** One part of a time such as {@code 1h2m3.5s} or {@code 20ms}. */
  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s)");

  private static final Pattern SECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

  /** A server may name any number; longer times are cut to this, which no call waits for. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private HeaderTimes() {}

  /** Reads {@code x-ratelimit-reset-*}: {@code 6m0s}, {@code 20ms}, or bare seconds. */
  static Optional<Duration> parseReset(String text) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(seconds(Double.parseDouble(text)));
    }
    Matcher part = PART.matcher(text);
    double sum = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      sum += Double.parseDouble(part.group(1)) * secondsOf(part.group(2));
      end = part.end();
    }
    return end == 0 || end != text.length() ? Optional.empty() : Optional.of(seconds(sum));
  }

  /** Reads how long the server asks to wait, from {@code retry-after-ms} or {@code Retry-After}. */
  static Optional<Duration> retryAfter(Reply reply, Instant now) {
    Optional<Duration> millis =
        reply
            .header("retry-after-ms")
            .filter(text -> SECONDS.matcher(text).matches())
            .map(text -> seconds(Double.parseDouble(text) / 1000));
    return millis.isPresent()
        ? millis
        : reply.header("retry-after").flatMap(text -> parseRetryAfter(text, now));
  }

  /** Seconds, or a date as HTTP writes it (RFC 9110, section 10.2.3). */
  private static Optional<Duration> parseRetryAfter(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(seconds(Double.parseDouble(text)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : atMostLongest(wait));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static double secondsOf(String unit) {
    return switch (unit) {
      case "ms" -> 0.001;
      case "s" -> 1;
      case "m" -> 60;
      default -> 3600;
    };
  }

  private static Duration seconds(double seconds) {
    return seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofNanos((long) (seconds * 1e9));
  }

  private static Duration atMostLongest(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
