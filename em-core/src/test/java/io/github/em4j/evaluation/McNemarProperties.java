package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class McNemarProperties {

  @Property
  void itDoesNotMatterWhichMatcherComesFirst(
      @ForAll @LongRange(min = 0, max = 100_000) long b,
      @ForAll @LongRange(min = 0, max = 100_000) long c) {
    assertThat(new McNemar(b, c).pValue()).isEqualTo(new McNemar(c, b).pValue());
  }

  @Property
  void theExactTestCountsCoinFlips(
      @ForAll @IntRange(min = 0, max = 12) int b, @ForAll @IntRange(min = 0, max = 12) int c) {
    int flips = b + c;
    BigInteger asUneven = BigInteger.ZERO;
    BigInteger ways = BigInteger.ONE;
    for (int heads = 0; heads <= flips; heads++) {
      if (Math.abs(2 * heads - flips) >= Math.abs(b - c)) {
        asUneven = asUneven.add(ways);
      }
      ways = ways.multiply(BigInteger.valueOf(flips - heads)).divide(BigInteger.valueOf(heads + 1));
    }

    assertThat(new McNemar(b, c).pValue())
        .isCloseTo(asUneven.doubleValue() / Math.pow(2, flips), within(1e-12));
  }

  @Property
  void aLargerDifferenceIsNeverLessSignificant(
      @ForAll @IntRange(min = 1, max = 300) int discordant,
      @ForAll @IntRange(min = 0, max = 300) int fewer) {
    int half = Math.min(fewer, (discordant - 1) / 2);
    double nearer = new McNemar(half + 1, discordant - half - 1).pValue();
    double farther = new McNemar(half, discordant - half).pValue();

    assertThat(farther).isBetween(0.0, 1.0);
    assertThat(farther).isLessThanOrEqualTo(nearer);
  }
}
