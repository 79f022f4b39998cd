package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CostFrontierProperties {

  @Property
  void everyPointIsOnTheFrontierOrBeatenByOneOnIt(
      @ForAll @Size(max = 12) List<@IntRange(max = 99) Integer> drawn) {
    var points = new ArrayList<CostPoint>();
    for (int i = 0; i < drawn.size(); i++) {
      points.add(
          new CostPoint(
              Arm.zeroShot("m" + i),
              drawn.get(i) % 10 / 10.0,
              drawn.get(i) / 10,
              0,
              0,
              OptionalDouble.empty()));
    }
    var sheet = new CostSheet(List.of("abt"), points, List.of(), Optional.empty());

    List<CostPoint> frontier = sheet.frontier(CostMeasure.SECONDS);

    assertThat(frontier.isEmpty()).isEqualTo(points.isEmpty());
    for (CostPoint point : points) {
      boolean beaten =
          frontier.stream()
              .anyMatch(
                  other ->
                      other.f1() >= point.f1()
                          && other.secondsPerThousandPairs() <= point.secondsPerThousandPairs()
                          && (other.f1() != point.f1()
                              || other.secondsPerThousandPairs()
                                  != point.secondsPerThousandPairs()));
      assertThat(frontier.contains(point)).isNotEqualTo(beaten);
    }
    // By rising cost F1 never falls, and it rises wherever the cost does.
    for (int i = 1; i < frontier.size(); i++) {
      CostPoint cheaper = frontier.get(i - 1);
      CostPoint dearer = frontier.get(i);
      assertThat(dearer.f1() > cheaper.f1())
          .isEqualTo(dearer.secondsPerThousandPairs() > cheaper.secondsPerThousandPairs());
    }
  }
}
