package io.github.em4j;

import io.github.em4j.testing.EntityMatcherContract;
import java.util.Optional;

/** The contract itself, on a matcher that is right by inspection. */
final class TitleEqualityMatcherTest extends EntityMatcherContract {

  @Override
  protected EntityMatcher createMatcher() {
    return new TitleEqualityMatcher();
  }

  @Override
  protected Optional<CandidatePair> failingPair() {
    return Optional.of(pair("fail", "any"));
  }
}
