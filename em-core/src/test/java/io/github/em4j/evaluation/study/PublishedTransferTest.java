package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.study.TransferGain.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The F1 of "Fine-tuning Large Language Models for Entity Matching", best of four on test. */
class PublishedTransferTest {
  private static final List<String> TARGETS =
      List.of("wdc", "abt-buy", "amazon-google", "walmart-amazon", "dblp-acm", "dblp-scholar");

  private static final Generalisation LLAMA_8B =
      Generalisation.of(
          table(
              """
              zero-shot           53.36 56.57 49.16 42.04 85.52 67.69
              wdc                 69.19 81.78 52.29 53.74 74.52 67.40
              abt-buy             66.07 87.34 59.16 60.39 79.60 42.89
              amazon-google       39.53 67.48 50.00 44.73 76.28 60.89
              walmart-amazon      57.80 86.24 60.41 65.65 71.71 51.19
              dblp-acm            38.63 58.02 49.66 40.82 97.42 79.56
              dblp-scholar        52.00 65.71 46.22 42.35 96.70 92.95
              wdc+long            70.67 83.26 45.95 46.53 51.11 47.92
              wdc+wadhwa          73.17 79.01 50.29 48.87 69.14 63.35
              wdc+structured      74.13 86.89 51.84 59.32 79.88 63.67
              wdc+no-importance   73.82 84.82 54.26 60.00 86.06 69.19
              wdc+no-similarity   73.58 85.25 52.56 55.76 55.55 51.14
              wdc+medium          67.45 78.80 52.93 54.89 75.06 65.22
              wdc+large           72.13 70.06 44.89 48.50 78.47 56.95
              wdc+filtered        73.92 85.12 49.47 54.51 80.89 74.29
              wdc+relevant        72.37 79.43 54.73 55.68 76.49 66.11
              wdc+generated       72.54 80.98 51.25 56.65 68.37 57.23
              wdc+generated-few   74.04 86.00 55.88 59.48 75.06 67.20
              wdc+error-based     74.37 85.19 52.88 55.80 61.99 55.32
              """));

  private static final Generalisation GPT_4O_MINI =
      Generalisation.of(
          table(
              """
              zero-shot           81.61 87.68 59.20 65.06 94.16 87.96
              wdc                 83.41 90.45 63.20 63.45 85.35 76.33
              wdc+structured      84.38 91.44 64.11 68.92 88.87 79.45
              abt-buy             -     94.09 -     -     -     -
              amazon-google       -     -     80.25 -     -     -
              walmart-amazon      -     -     -     78.85 -     -
              dblp-acm            -     -     -     -     99.10 -
              dblp-scholar        -     -     -     -     -     96.22
              """));

  private static final Generalisation LLAMA_70B =
      Generalisation.of(
          table(
              """
              zero-shot           75.19 79.12 51.44 55.62 80.50 69.47
              wdc                 72.66 77.94 55.36 60.56 69.90 63.85
              """));

  private static TransferTable table(String rows) {
    TransferTable.Builder table = TransferTable.builder("published, best of 4 (on test)");
    TARGETS.forEach(
        target -> table.target(target, target.startsWith("dblp") ? "scholarly" : "product"));
    rows.lines()
        .map(row -> row.strip().split(" +"))
        .forEach(
            row -> {
              if (!row[0].equals("zero-shot")) {
                table.source(row[0], row[0].startsWith("wdc") ? "wdc" : row[0]);
              }
              for (int t = 0; t < TARGETS.size(); t++) {
                if (row[t + 1].equals("-")) {
                  continue;
                }
                double f1 = Double.parseDouble(row[t + 1]) / 100;
                if (row[0].equals("zero-shot")) {
                  table.zeroShot(TARGETS.get(t), f1);
                } else {
                  table.f1(row[0], TARGETS.get(t), f1);
                }
              }
            });
    return table.build();
  }

  @Test
  void abtBuyTransfersAsPublished() {
    TransferGain gain = LLAMA_8B.gain("abt-buy", Scope.IN_DOMAIN);

    assertThat(gain.targets()).containsExactly("wdc", "amazon-google", "walmart-amazon");
    assertThat(gain.transferred().orElseThrow().value()).isCloseTo(0.1369, within(0.00005));
    assertThat(gain.attainable().orElseThrow().value()).isCloseTo(0.1343, within(0.00005));
    // Published as 101.95 %; the table's two decimals give 101.94 % and leave open 0.15 points.
    assertThat(gain.gain().orElseThrow().value()).isCloseTo(1.0195, within(0.0002));
    assertThat(gain.remark()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "wdc, 72.51, -30.38",
    "abt-buy, 101.94, -82.67",
    "amazon-google, -0.33, -43.16",
    "walmart-amazon, 95.62, -81.57",
    "dblp-acm, 46.99, -19.70",
    "dblp-scholar, 93.95, 7.25",
    "wdc+long, 50.65, -145.80",
    "wdc+wadhwa, 55.05, -55.76",
    "wdc+structured, 91.05, -26.00",
    "wdc+no-importance, 92.92, 5.49",
    "wdc+no-similarity, 82.94, -125.19",
    "wdc+medium, 70.35, -34.80",
    "wdc+large, 28.40, -47.87",
    "wdc+filtered, 74.85, 5.30",
    "wdc+relevant, 76.19, -28.55",
    "wdc+generated, 74.45, -74.30",
    "wdc+generated-few, 97.05, -29.47",
    "wdc+error-based, 83.48, -96.61"
  })
  void everyRowOfLlamaGainsWhatTheTableImplies(String source, double inDomain, double crossDomain) {
    assertGain(LLAMA_8B, source, inDomain, crossDomain);
  }

  @ParameterizedTest
  @CsvSource({"wdc, 12.51, -154.85", "wdc+structured, 30.38, -104.55"})
  void everyRowOfGptGainsWhatTheTableImplies(String source, double inDomain, double crossDomain) {
    assertGain(GPT_4O_MINI, source, inDomain, crossDomain);
  }

  /** Compares with figures that were computed apart from this code, in percent. */
  private static void assertGain(
      Generalisation published, String source, double inDomain, double crossDomain) {
    assertThat(100 * published.gain(source, Scope.IN_DOMAIN).gain().orElseThrow().value())
        .isCloseTo(inDomain, within(0.00501));
    assertThat(100 * published.gain(source, Scope.CROSS_DOMAIN).gain().orElseThrow().value())
        .isCloseTo(crossDomain, within(0.00501));
  }

  @Test
  void hasNoGainWhereNobodyTrainedOnTheTargets() {
    TransferGain gain = LLAMA_70B.gain("wdc", Scope.IN_DOMAIN);

    assertThat(gain.transferred().orElseThrow().value())
        .isCloseTo((77.94 - 79.12 + 55.36 - 51.44 + 60.56 - 55.62) / 300, within(1e-12));
    assertThat(gain.attainable()).isEmpty();
    assertThat(gain.gain()).isEmpty();
    assertThat(gain.remark())
        .contains(
            "missing: a specialist on abt-buy, a specialist on amazon-google, a specialist on"
                + " walmart-amazon");
  }

  @Test
  void showsTheMatrixAsItWasGiven() {
    assertThat(LLAMA_8B.label()).isEqualTo("published, best of 4 (on test)");
    assertThat(LLAMA_8B.targets()).isEqualTo(TARGETS);
    assertThat(LLAMA_8B.sources()).hasSize(18).startsWith("wdc", "abt-buy");
    TransferCell cell = LLAMA_8B.cell("abt-buy", "wdc").orElseThrow();
    assertThat(cell.f1()).isEqualTo(new Estimate(0.6607, Optional.empty()));
    assertThat(cell.deltaToZeroShot().orElseThrow().value()).isCloseTo(0.1271, within(1e-12));
    assertThat(GPT_4O_MINI.cell("abt-buy", "wdc")).isEmpty();
    assertThat(LLAMA_8B.zeroShot("wdc").orElseThrow().value()).isEqualTo(0.5336);
  }

  @Test
  void takesAnotherSpecialistWhereOneIsNamed() {
    var rows = "zero-shot 50 50\nwdc 60 70\nwdc+large 80 70\nabt-buy 70 75\n";
    TransferTable.Builder table =
        TransferTable.builder("two").target("wdc", "product").target("abt-buy", "product");
    rows.lines()
        .map(row -> row.split(" "))
        .forEach(
            row ->
                IntStream.range(0, 2)
                    .forEach(
                        t -> {
                          double f1 = Double.parseDouble(row[t + 1]) / 100;
                          String target = t == 0 ? "wdc" : "abt-buy";
                          if (row[0].equals("zero-shot")) {
                            table.zeroShot(target, f1);
                          } else {
                            if (t == 0) {
                              table.source(row[0], row[0].startsWith("wdc") ? "wdc" : row[0]);
                            }
                            table.f1(row[0], target, f1);
                          }
                        }));
    TransferTable two = table.build();

    assertThat(Generalisation.of(two).specialist("wdc")).contains("wdc");
    assertThat(gainOfAbtBuy(Generalisation.of(two))).isCloseTo(2, within(1e-9));
    assertThat(gainOfAbtBuy(Generalisation.of(two, Map.of("wdc", "wdc+large"))))
        .isCloseTo(2 / 3.0, within(1e-9));
  }

  private static double gainOfAbtBuy(Generalisation generalisation) {
    return generalisation.gain("abt-buy", Scope.IN_DOMAIN).gain().orElseThrow().value();
  }
}
