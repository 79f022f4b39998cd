package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.EntityClusters;
import io.github.em4j.evaluation.study.TransferGain.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneralisationTest {
  private static final String LABELS = "1".repeat(60) + "0".repeat(240);
  private static final Bootstrap BOOTSTRAP = Bootstrap.builder().resamples(500).build();
  private static final PromptPolicy POLICY = PromptPolicy.fixed("p");

  /** Errors are rare for specialists, not so rare after transfer and frequent without training. */
  private static StudyResults results(long... seeds) {
    var cells = new ArrayList<CellResult>();
    for (String target : List.of("abt", "wdc", "acm")) {
      String domain = target.equals("acm") ? "scholarly" : "product";
      cells.add(cell(Arm.zeroShot("m"), target, domain, domain, 0.20, 1));
      for (String source : List.of("abt", "wdc")) {
        for (long seed : seeds) {
          double errors = source.equals(target) ? 0.04 : 0.08;
          cells.add(cell(Arm.trained("m", source), target, domain, "product", errors, seed));
        }
      }
    }
    return StudyResults.of(cells);
  }

  private static CellResult cell(
      Arm arm, String target, String domain, String sourceDomain, double errors, long seed) {
    CellKey key = Sample.key(arm, target, "test", "p", seed);
    String answers = Sample.answers(LABELS, errors, key.hashCode());
    CellResult plain = Sample.result(key, domain, LABELS, answers);
    CellResult.Builder cell =
        CellResult.builder(key, domain, plain.predictions().split(), plain.answers());
    arm.source().ifPresent(source -> cell.trainedOn(source, sourceDomain));
    return cell.build();
  }

  private static double f1(StudyResults results, Arm arm, String target) {
    return results
        .where(key -> key.arm().equals(arm) && key.dataset().equals(target))
        .cells()
        .stream()
        .mapToDouble(cell -> cell.predictions().counts().f1())
        .average()
        .orElseThrow();
  }

  @Test
  void averagesSeedsAndSubtractsZeroShot() {
    StudyResults results = results(1, 2, 3);

    Generalisation transfer = Generalisation.of(results, "m", POLICY, BOOTSTRAP);

    TransferCell cell = transfer.cell("abt", "wdc").orElseThrow();
    double trained = f1(results, Arm.trained("m", "abt"), "wdc");
    double zeroShot = f1(results, Arm.zeroShot("m"), "wdc");
    assertThat(cell.f1().value()).isCloseTo(trained, within(1e-12));
    assertThat(transfer.zeroShot("wdc").orElseThrow().value()).isCloseTo(zeroShot, within(1e-12));
    Estimate delta = cell.deltaToZeroShot().orElseThrow();
    assertThat(delta.value()).isCloseTo(trained - zeroShot, within(1e-12));
    ConfidenceInterval interval = delta.interval().orElseThrow();
    assertThat(interval.low()).isLessThan(delta.value()).isGreaterThan(0);
    assertThat(interval.high()).isGreaterThan(delta.value());
  }

  @Test
  void gainIsTheRatioOfMeansWithAnIntervalAroundIt() {
    StudyResults results = results(1, 2);
    Generalisation transfer = Generalisation.of(results, "m", POLICY, BOOTSTRAP);

    TransferGain gain = transfer.gain("abt", Scope.IN_DOMAIN);

    double zeroShot = f1(results, Arm.zeroShot("m"), "wdc");
    double expected =
        (f1(results, Arm.trained("m", "abt"), "wdc") - zeroShot)
            / (f1(results, Arm.trained("m", "wdc"), "wdc") - zeroShot);
    assertThat(gain.targets()).containsExactly("wdc");
    assertThat(gain.gain().orElseThrow().value()).isCloseTo(expected, within(1e-12));
    assertThat(gain.gain().orElseThrow().interval().orElseThrow().contains(expected)).isTrue();
    assertThat(gain.remark()).isEmpty();
  }

  @Test
  void aSpecialistComparedWithItselfGainsExactlyEverything() {
    StudyResults results = results(1);
    var renamed = new ArrayList<>(results.cells());
    // A source of another data set whose answers are those of the specialist.
    CellResult specialist =
        results.cell(Sample.key(Arm.trained("m", "wdc"), "wdc", "test", "p", 1)).orElseThrow();
    renamed.add(
        CellResult.builder(
                Sample.key(Arm.trained("m", "twin"), "wdc", "test", "p", 1),
                "product",
                specialist.predictions().split(),
                specialist.answers())
            .trainedOn("other", "product")
            .build());
    Generalisation transfer =
        Generalisation.of(
            StudyResults.of(renamed).where(key -> key.dataset().equals("wdc")),
            "m",
            POLICY,
            BOOTSTRAP);

    TransferGain gain = transfer.gain("twin", Scope.IN_DOMAIN);

    // Paired resampling: in every resample the two are equal, so the interval is a point.
    assertThat(gain.gain())
        .contains(new Estimate(1, Optional.of(new ConfidenceInterval(1, 1, 1, 0.95))));
  }

  @Test
  void entitiesGiveOtherIntervalsThanPairs() {
    StudyResults results = results(1);
    Bootstrap byEntity =
        Bootstrap.builder()
            .resamples(500)
            // Ten pairs an entity, right next to each other, so that they share their label.
            .clusterBy(pair -> pair.pair().left().id().substring(1).length() < 3 ? "few" : "many")
            .build();

    TransferCell overPairs =
        Generalisation.of(results, "m", POLICY, BOOTSTRAP).cell("abt", "wdc").orElseThrow();
    TransferCell overClusters =
        Generalisation.of(results, "m", POLICY, byEntity).cell("abt", "wdc").orElseThrow();

    assertThat(overClusters.f1().value()).isEqualTo(overPairs.f1().value());
    assertThat(overClusters.f1().interval()).isNotEqualTo(overPairs.f1().interval());
  }

  @Test
  void everyPairIsItsOwnClusterWhereNoEntityComesTwice() {
    StudyResults results = results(1);
    Bootstrap byEntity = Bootstrap.builder().resamples(500).clusterBy(EntityClusters::left).build();

    assertThat(Generalisation.of(results, "m", POLICY, byEntity).cell("abt", "wdc"))
        .isEqualTo(Generalisation.of(results, "m", POLICY, BOOTSTRAP).cell("abt", "wdc"));
  }

  @Test
  void hasNoGainOverATargetWhereTrainingOnItGainsNothing() {
    String labels = "1100";
    var cells = new ArrayList<CellResult>();
    cells.add(
        Sample.result(
            Sample.key(Arm.zeroShot("m"), "wdc", "test", "p", 1), "product", labels, "1100"));
    for (String source : List.of("abt", "wdc")) {
      cells.add(
          Sample.result(
              Sample.key(Arm.trained("m", source), "wdc", "test", "p", 1),
              "product",
              labels,
              "1000"));
    }

    TransferGain gain =
        Generalisation.of(StudyResults.of(cells), "m", POLICY, BOOTSTRAP)
            .gain("abt", Scope.IN_DOMAIN);

    assertThat(gain.attainable().orElseThrow().value()).isNegative();
    assertThat(gain.gain()).isEmpty();
    assertThat(gain.remark())
        .contains("training on the targets themselves gains nothing over zero-shot");
  }

  @Test
  void hasNoIntervalWhereTheDenominatorIsNotClearlyAboveZero() {
    var cells = new ArrayList<CellResult>();
    String labels = "11111111110000000000";
    cells.add(
        Sample.result(
            Sample.key(Arm.zeroShot("m"), "wdc", "test", "p", 1),
            "product",
            labels,
            "11111111100000000000"));
    for (String source : List.of("abt", "wdc")) {
      cells.add(
          Sample.result(
              Sample.key(Arm.trained("m", source), "wdc", "test", "p", 1),
              "product",
              labels,
              "11111111110000000000"));
    }

    TransferGain gain =
        Generalisation.of(StudyResults.of(cells), "m", POLICY, BOOTSTRAP)
            .gain("abt", Scope.IN_DOMAIN);

    assertThat(gain.gain()).contains(new Estimate(1, Optional.empty()));
    assertThat(gain.remark()).hasValueSatisfying(why -> assertThat(why).startsWith("no interval"));
  }

  @Test
  void saysWhichCellsAreMissing() {
    StudyResults results =
        results(1)
            .where(key -> !key.arm().equals(Arm.zeroShot("m")) || !key.dataset().equals("acm"));
    Generalisation transfer = Generalisation.of(results, "m", POLICY, BOOTSTRAP);

    assertThat(transfer.gain("abt", Scope.CROSS_DOMAIN).remark())
        .contains("missing: zero-shot on acm, a specialist on acm");
    assertThat(transfer.cell("abt", "acm").orElseThrow().deltaToZeroShot()).isEmpty();
  }

  @Test
  void saysThatThereIsNoOtherDomain() {
    StudyResults results = results(1).where(key -> !key.dataset().equals("acm"));

    TransferGain gain =
        Generalisation.of(results, "m", POLICY, BOOTSTRAP).gain("abt", Scope.CROSS_DOMAIN);

    assertThat(gain.targets()).isEmpty();
    assertThat(gain.gain()).isEmpty();
    assertThat(gain.remark())
        .contains("no data set of another domain than 'product' was tested on");
  }

  @Test
  void refusesWhatDoesNotBelongTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Generalisation.of(results(1), "n", POLICY, BOOTSTRAP))
        .withMessageContaining("there are results of [m]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Generalisation.of(results(1), "m", POLICY, BOOTSTRAP, Map.of("wdc", "abt")))
        .withMessageContaining("a specialist for 'wdc' is trained on it");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Generalisation.of(results(1), "m", POLICY, BOOTSTRAP).cell("abt", "nowhere"))
        .withMessageContaining("no target 'nowhere'");
  }
}
