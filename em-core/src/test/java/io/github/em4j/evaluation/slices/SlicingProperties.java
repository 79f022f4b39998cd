package io.github.em4j.evaluation.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SlicingProperties {
  private static final Bootstrap BOOTSTRAP = Bootstrap.builder().resamples(20).build();

  @Property(tries = 200)
  void aPartitionHoldsEachPairOnce(
      @ForAll("splits") DatasetSplit split, @ForAll("splits") DatasetSplit training) {
    for (Slicing slicing : slicings(training)) {
      List<Slice> slices = slicing.cut(split);
      assertThat(slices).extracting(Slice::name).doesNotHaveDuplicates();
      List<Integer> rows =
          slices.stream().flatMap(slice -> slice.rows().stream()).sorted().toList();
      if (slicing.isPartition()) {
        assertThat(rows).isEqualTo(IntStream.range(0, split.size()).boxed().toList());
      } else {
        assertThat(rows).allMatch(row -> row < split.size());
      }
    }
  }

  @Property(tries = 100)
  void thePartsOfAPartitionAddUpAndNoScoreIsUndefined(
      @ForAll("splits") DatasetSplit split, @ForAll("splits") DatasetSplit training) {
    var predictions = Given.answers(split, "10?".repeat(split.size()).substring(0, split.size()));

    SliceReport report = SliceReport.of(predictions, slicings(training), BOOTSTRAP);

    assertThat(report.whole().counts()).isEqualTo(predictions.counts());
    for (SlicedScores slicing : report.slicings()) {
      ConfusionCounts sum =
          slicing.slices().stream()
              .map(SliceScores::counts)
              .reduce(ConfusionCounts.NONE, ConfusionCounts::plus);
      if (slicing.isPartition()) {
        assertThat(sum).isEqualTo(predictions.counts());
      }
      for (SliceScores slice : slicing.slices()) {
        assertThat(slice.pairs()).isEqualTo(slice.counts().total());
        assertThat(slice.interval(Score.F1).isPresent())
            .isEqualTo(slice.counts().matches().total() > 0);
        slice
            .intervals()
            .forEach(
                (score, interval) ->
                    assertThat(interval.estimate())
                        .isEqualTo(score.applyAsDouble(slice.counts()))
                        .isBetween(0.0, 1.0));
      }
    }
  }

  @Property(tries = 100)
  void slicesDoNotDependOnTheOrderOfThePairs(@ForAll("splits") DatasetSplit split) {
    var turned = new ArrayList<>(split.pairs());
    Collections.reverse(turned);

    for (Slicing slicing : List.of(Slicings.lengths(3), Slicings.attribute("brand", 2))) {
      assertThat(sizes(slicing, new DatasetSplit("test", turned))).isEqualTo(sizes(slicing, split));
    }
  }

  private static List<String> sizes(Slicing slicing, DatasetSplit split) {
    return slicing.cut(split).stream().map(s -> s.name() + ": " + s.rows().size()).toList();
  }

  private static List<Slicing> slicings(DatasetSplit training) {
    var all = new ArrayList<>(Slicings.standard(Optional.of(training)));
    all.add(Slicings.attribute("brand", 2));
    all.add(Slicings.where("match", pair -> pair.label().isMatch()));
    return all;
  }

  @Provide
  Arbitrary<DatasetSplit> splits() {
    return pairs().list().ofMaxSize(12).map(pairs -> new DatasetSplit("test", pairs));
  }

  private static Arbitrary<LabeledPair> pairs() {
    Arbitrary<String> title = Arbitraries.of("", "a", "a b", "a b c", "lamp of glass and steel");
    Arbitrary<String> brand = Arbitraries.of("", "x", "X", "y", "z");
    Arbitrary<Optional<String>> entity = Arbitraries.of("e1", "e2", "e3").optional();
    Arbitrary<PairAnnotations> annotations =
        Combinators.combine(entity, entity, Arbitraries.of(true, false).optional())
            .as(PairAnnotations::new);
    return Combinators.combine(
            title, brand, title, brand, Arbitraries.of(MatchLabel.class), annotations)
        .as(
            (left, leftBrand, right, rightBrand, label, said) ->
                new LabeledPair(
                    Given.pair(
                            '0',
                            Given.entity("a", "title", left, "brand", leftBrand),
                            Given.entity("b", "title", right, "brand", rightBrand))
                        .pair(),
                    label,
                    said));
  }
}
