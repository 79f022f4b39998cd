package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.TokenUsage;
import io.github.em4j.openai.SpendMeter.Outcome;
import io.github.em4j.openai.SpendMeter.Reservation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What is limited stays within its limit, whatever the order of events. */
final class LimitsProperties {

  /** A server that fills up evenly, as its headers say it does. */
  private static final class Bucket {
    private final double limit;
    private double left;
    private long at;

    Bucket(double limit) {
      this.limit = limit;
      this.left = limit;
    }

    /** Takes a request; what is left afterwards, below 0 where the server would have refused it. */
    double take(double amount, long now) {
      left = Math.min(limit, left + (now - at) * limit / 60e9) - amount;
      at = now;
      return left;
    }

    String reset() {
      return (long) Math.ceil((limit - left) / limit * 60_000) + "ms";
    }
  }

  @Property(tries = 200)
  void aServerThatTellsItsLimitsNeverHasToRefuse(
      @ForAll @IntRange(min = 1, max = 200) int requestLimit,
      @ForAll @IntRange(min = 500, max = 100_000) int tokenLimit,
      @ForAll @Size(min = 20, max = 120) List<@IntRange(min = 1, max = 400) Integer> tokens) {
    var time = new FakeTime();
    var limits = new RateLimits(time);
    var requests = new Bucket(requestLimit);
    var spent = new Bucket(tokenLimit);
    for (int count : tokens) {
      RateLimits.Turn turn = limits.ask(count);
      while (turn.mark().isEmpty()) {
        assertThat(turn.delay()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(2));
        time.advance(turn.delay());
        turn = limits.ask(count);
      }
      double requestsLeft = requests.take(1, time.nanos());
      double tokensLeft = spent.take(count, time.nanos());
      // The headers are whole numbers and milliseconds; one request of slack for the rounding.
      assertThat(requestsLeft).isGreaterThan(-1.01);
      assertThat(tokensLeft).isGreaterThan(-1 - 0.01 * tokenLimit);
      Map<String, String> headers =
          Map.of(
              "x-ratelimit-limit-requests", Integer.toString(requestLimit),
              "x-ratelimit-remaining-requests", whole(requestsLeft),
              "x-ratelimit-reset-requests", requests.reset(),
              "x-ratelimit-limit-tokens", Integer.toString(tokenLimit),
              "x-ratelimit-remaining-tokens", whole(tokensLeft),
              "x-ratelimit-reset-tokens", spent.reset());
      limits.learn(new Reply(200, headers, new byte[0]), turn.mark().orElseThrow());
    }
  }

  private static String whole(double left) {
    return Long.toString((long) Math.max(0, Math.floor(left)));
  }

  @Property(tries = 200)
  void requestsThatAreNotAnsweredYetAreCounted(@ForAll @IntRange(min = 1, max = 50) int remaining) {
    var time = new FakeTime();
    var limits = new RateLimits(time);
    RateLimits.Mark first = limits.ask(1).mark().orElseThrow();
    Map<String, String> headers =
        Map.of(
            "x-ratelimit-limit-requests", "100",
            "x-ratelimit-remaining-requests", Integer.toString(remaining),
            "x-ratelimit-reset-requests", "60s");
    limits.learn(new Reply(200, headers, new byte[0]), first);
    int sent = 0;
    while (limits.ask(1).mark().isPresent()) {
      sent++;
    }
    assertThat(sent).isEqualTo(remaining);
    // An old answer that comes late does not bring back what was sent since.
    limits.learn(new Reply(200, headers, new byte[0]), first);
    assertThat(limits.ask(1).mark()).isEmpty();
  }

  @Property(tries = 300)
  void theSpendLimitHoldsWhateverRequestsReallyCost(
      @ForAll @LongRange(min = 1, max = 5_000) long tokenLimit,
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 400) Integer> bounds,
      @ForAll @IntRange(min = 0, max = 100) int percentUsed,
      @ForAll @IntRange(min = 1, max = 8) int underWay) {
    TokenPrices prices = TokenPrices.of("2", "6");
    BigDecimal money = new BigDecimal("0.003");
    var meter =
        new SpendMeter(
            SpendLimit.builder().tokens(tokenLimit).money(money).prices("m", prices).build());
    var open = new ArrayDeque<Reservation>();
    long used = 0;
    for (int bound : bounds) {
      if (open.size() == underWay) {
        used += settle(meter, open.remove(), percentUsed);
      }
      Outcome outcome = meter.reserve("m", new TokenUsage(bound, bound));
      while (outcome instanceof Outcome.Later) {
        used += settle(meter, open.remove(), percentUsed);
        outcome = meter.reserve("m", new TokenUsage(bound, bound));
      }
      if (outcome instanceof Outcome.Reserved reserved) {
        open.add(reserved.reservation());
      }
    }
    while (!open.isEmpty()) {
      used += settle(meter, open.remove(), percentUsed);
    }
    assertThat(used).isLessThanOrEqualTo(tokenLimit);
    assertThat(meter.spent().orElseThrow()).isLessThanOrEqualTo(money);
  }

  @Example
  void noRequestWaitsForRoomLongerThanItMay() throws InterruptedException {
    var meter = new SpendMeter(SpendLimit.builder().tokens(10).build());
    assertThat(meter.reserve("m", new TokenUsage(10, 0))).isInstanceOf(Outcome.Reserved.class);
    Outcome outcome = meter.reserve("m", new TokenUsage(1, 0));
    assertThat(outcome).isInstanceOf(Outcome.Later.class);
    meter.await((Outcome.Later) outcome, Duration.ofNanos(1));
    assertThat(meter.reserve("m", new TokenUsage(1, 0))).isEqualTo(outcome);
  }

  /** At 100 percent the answer was lost, and counts as its bound. */
  private static long settle(SpendMeter meter, Reservation reservation, int percent) {
    long half = reservation.tokens() / 2 * percent / 100;
    meter.settle(
        reservation, percent == 100 ? Optional.empty() : Optional.of(new TokenUsage(half, half)));
    return 2 * half;
  }
}
