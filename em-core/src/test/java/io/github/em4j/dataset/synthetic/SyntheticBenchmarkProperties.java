package io.github.em4j.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SyntheticBenchmarkProperties {

  /** Options beside the sizes, so that the properties can tell what was asked for. */
  record Asked(Dataset dataset, double positives, double cornerCases, double unseen) {}

  @Provide
  Arbitrary<Asked> benchmarks() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.longs(),
            Arbitraries.of(0.1, 0.2, 0.35),
            Arbitraries.of(0.0, 0.5, 0.8, 1.0),
            Arbitraries.of(0.0, 0.3, 0.5, 1.0))
        .as(
            (products, seed, positives, cornerCases, unseen) -> {
              var builder =
                  products ? SyntheticBenchmark.products() : SyntheticBenchmark.publications();
              var benchmark =
                  builder
                      .seed(seed)
                      .trainPairs(300)
                      .validationPairs(80)
                      .testPairs(200)
                      .positiveShare(positives)
                      .cornerCaseShare(cornerCases)
                      .unseenShare(unseen)
                      .build();
              return generated(benchmark)
                  .map(dataset -> new Asked(dataset, positives, cornerCases, unseen));
            })
        .filter(Optional::isPresent)
        .map(Optional::get);
  }

  /** Empty where so few training pairs cannot show the entities of the seen test pairs. */
  private static Optional<Dataset> generated(SyntheticBenchmark benchmark) {
    try {
      return Optional.of(benchmark.generate());
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("trainPairs is too small");
      return Optional.empty();
    }
  }

  @Property(tries = 15)
  void hasTheSizesAndSharesThatWereAskedFor(@ForAll("benchmarks") Asked asked) {
    assertThat(asked.dataset().splits())
        .extracting(DatasetSplit::name, DatasetSplit::size)
        .containsExactly(tuple("train", 300), tuple("valid", 80), tuple("test", 200));
    for (DatasetSplit split : asked.dataset().splits()) {
      double pairs = split.size();
      assertThat(split.positives() / pairs).isCloseTo(asked.positives(), within(0.01));
      double cornerCases = split.pairs().stream().filter(this::isCornerCase).count();
      assertThat(cornerCases / (pairs - split.positives()))
          .isCloseTo(asked.cornerCases(), within(0.01));
    }
  }

  @Property(tries = 15)
  void keepsEachPairInOneSplitInWhicheverOrder(@ForAll("benchmarks") Asked asked) {
    Set<Set<String>> pairs = new HashSet<>();
    for (LabeledPair labeled : all(asked.dataset())) {
      assertThat(pairs.add(Set.of(labeled.pair().left().id(), labeled.pair().right().id())))
          .as(labeled.pair().id())
          .isTrue();
    }
  }

  @Property(tries = 15)
  void showsOrHidesTheEntitiesOfATestPair(@ForAll("benchmarks") Asked asked) {
    Set<String> train = entities(asked.dataset(), Dataset.TRAIN);
    Set<String> valid = entities(asked.dataset(), Dataset.VALIDATION);
    int unseen = 0;
    for (LabeledPair labeled : asked.dataset().require(Dataset.TEST).pairs()) {
      boolean leftSeen = train.contains(left(labeled));
      assertThat(train.contains(right(labeled))).isEqualTo(leftSeen);
      if (!leftSeen) {
        unseen++;
        assertThat(valid).doesNotContain(left(labeled), right(labeled));
      }
    }
    assertThat(unseen / 200.0).isCloseTo(asked.unseen(), within(0.02));
  }

  @Property(tries = 15)
  void labelsByTheEntities(@ForAll("benchmarks") Asked asked) {
    for (LabeledPair labeled : all(asked.dataset())) {
      assertThat(labeled.label().isMatch()).isEqualTo(left(labeled).equals(right(labeled)));
    }
  }

  @Property(tries = 15)
  void givesEachRecordAnIdOfItsOwnAndATitle(@ForAll("benchmarks") Asked asked) {
    var records = new HashMap<String, EntityDescription>();
    for (LabeledPair labeled : all(asked.dataset())) {
      for (EntityDescription record : List.of(labeled.pair().left(), labeled.pair().right())) {
        assertThat(records.merge(record.id(), record, (known, same) -> known)).isEqualTo(record);
        assertThat(record.attribute("title").orElse("")).isNotBlank();
      }
    }
  }

  private boolean isCornerCase(LabeledPair labeled) {
    return labeled.annotations().hardNegative().orElseThrow();
  }

  private static List<LabeledPair> all(Dataset dataset) {
    return dataset.splits().stream().flatMap(split -> split.pairs().stream()).toList();
  }

  private static Set<String> entities(Dataset dataset, String split) {
    var entities = new HashSet<String>();
    for (LabeledPair labeled : dataset.require(split).pairs()) {
      entities.add(left(labeled));
      entities.add(right(labeled));
    }
    return entities;
  }

  private static String left(LabeledPair labeled) {
    return labeled.annotations().leftEntity().orElseThrow();
  }

  private static String right(LabeledPair labeled) {
    return labeled.annotations().rightEntity().orElseThrow();
  }
}
