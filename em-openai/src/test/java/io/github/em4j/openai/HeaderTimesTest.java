package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderTimesTest {

  private static Optional<Duration> retryAfter(String name, String value) {
    return HeaderTimes.retryAfter(
        new Reply(429, Map.of(name, value), new byte[0]), Instant.parse("2026-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "1s,1000",
    "6m0s,360000",
    "20ms,20",
    "1h2m3.5s,3723500",
    "7.66s,7660",
    "60,60000",
    "0s,0"
  })
  void readsTimesUntilALimitIsWhole(String text, long millis) {
    assertThat(HeaderTimes.parseReset(text)).hasValue(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1 s", "s", "-1s", "1s later", "1d", "9999999999999s"})
  void anUnreadableTimeIsNone(String text) {
    assertThat(HeaderTimes.parseReset(text)).isEmpty();
  }

  @Test
  void readsHowLongToWait() {
    assertThat(retryAfter("retry-after", "7")).hasValue(Duration.ofSeconds(7));
    assertThat(retryAfter("retry-after-ms", "250")).hasValue(Duration.ofMillis(250));
    assertThat(retryAfter("retry-after", "Thu, 01 Jan 2026 00:00:20 GMT"))
        .hasValue(Duration.ofSeconds(20));
    assertThat(retryAfter("retry-after", "Wed, 31 Dec 2025 00:00:00 GMT")).hasValue(Duration.ZERO);
    assertThat(retryAfter("retry-after", "tomorrow")).isEmpty();
    assertThat(retryAfter("retry-after", "-3")).isEmpty();
  }
}
