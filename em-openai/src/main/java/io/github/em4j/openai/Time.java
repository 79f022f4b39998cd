package io.github.em4j.openai;

import java.time.Duration;
import java.time.Instant;

/** Clock and sleep of a client, so that a test needs neither. Safe for use by many threads. */
interface Time {

  /** The time of the machine. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
      };

  /** Nanoseconds since some moment; never runs backwards. */
  long nanos();

  /** The date, for headers that name one. */
  Instant now();

  void sleep(Duration duration) throws InterruptedException;
}
