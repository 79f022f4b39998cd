package io.github.em4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.TokenUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

final class ChoiceScoresProperties {

  @Property
  void normalizedProbabilitiesAddUpToOneAndKeepTheOrder(
      @ForAll @Size(min = 1, max = 6)
          List<@DoubleRange(min = -1e6, max = 0) Double> logProbabilities) {
    List<String> choices =
        IntStream.range(0, logProbabilities.size()).mapToObj(i -> "choice " + i).toList();
    double[] probabilities =
        new ChoiceScores(choices, logProbabilities, TokenUsage.NONE).normalized();
    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
    for (int i = 0; i < probabilities.length; i++) {
      assertThat(probabilities[i]).isBetween(0.0, 1.0);
      for (int j = 0; j < probabilities.length; j++) {
        if (logProbabilities.get(i) < logProbabilities.get(j)) {
          assertThat(probabilities[i]).isLessThanOrEqualTo(probabilities[j]);
        }
      }
    }
  }

  @Example
  void impossibleChoicesAreAllAlike() {
    var scores =
        new ChoiceScores(
            List.of("Yes", "No"),
            List.of(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY),
            TokenUsage.NONE);
    assertThat(scores.normalized()).containsExactly(0.5, 0.5);
  }

  @Example
  void refusesAPositiveLogProbability() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChoiceScores(List.of("Yes"), List.of(0.1), TokenUsage.NONE));
  }

  @Example
  void refusesOverlappingValueSpans() {
    List<Message.ValueSpan> spans =
        List.of(new Message.ValueSpan(0, 3), new Message.ValueSpan(2, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Message(Message.Role.USER, "abcdef", spans));
  }

  @Example
  void boundsAreOfChoicesThatExist() {
    var exact = new ChoiceScores(List.of("Yes", "No"), List.of(-0.1, -3.0), TokenUsage.NONE);
    ChoiceScores bounded = exact.withUpperBounds(Set.of(1)).withRequestId("req_1");
    assertThat(bounded.isUpperBound(0)).isFalse();
    assertThat(bounded.isUpperBound(1)).isTrue();
    assertThat(bounded.normalized()).isEqualTo(exact.normalized());
    assertThat(bounded).isNotEqualTo(exact);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> exact.withUpperBounds(Set.of(2)));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> exact.isUpperBound(2));
  }
}
