package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CostSheetTest {
  private static final PriceList PRICES =
      new PriceList(
          "USD",
          Map.of("server", new TokenPrice(0.15, 0.60, 0), "local", new TokenPrice(0, 0, 3.6)));

  private static CellResult cell(
      String matcher, String dataset, String answers, int millis, TokenUsage usage) {
    return Sample.result(
        Sample.key(Arm.zeroShot(matcher), dataset, "test", "", 1),
        "product",
        "1100",
        answers,
        Duration.ofMillis(millis),
        usage);
  }

  @Test
  void countsSecondsTokensAndMoneyForAThousandPairs() {
    StudyResults results =
        StudyResults.of(
            List.of(
                cell("server", "abt", "1100", 20, new TokenUsage(100, 1)),
                cell("server", "wdc", "1000", 40, new TokenUsage(300, 3)),
                cell("local", "abt", "1000", 5, TokenUsage.NONE),
                cell("local", "wdc", "1000", 5, TokenUsage.NONE),
                cell("half", "wdc", "1000", 5, TokenUsage.NONE)));

    CostSheet sheet =
        CostSheet.of(
            results, List.of("abt", "wdc"), PromptPolicy.bestOnTest(), Optional.of(PRICES));

    assertThat(sheet.incomplete()).containsExactly(Arm.zeroShot("half"));
    CostPoint local = sheet.points().get(0);
    CostPoint server = sheet.points().get(1);
    assertThat(server.f1()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
    assertThat(server.secondsPerThousandPairs()).isCloseTo(30, within(1e-9));
    assertThat(server.promptTokensPerThousandPairs()).isEqualTo(200_000);
    assertThat(server.completionTokensPerThousandPairs()).isEqualTo(2_000);
    assertThat(server.pricePerThousandPairs().orElseThrow())
        .isCloseTo(0.2 * 0.15 + 0.002 * 0.60, within(1e-12));
    // Five seconds of a machine that costs 3.60 an hour.
    assertThat(local.pricePerThousandPairs().orElseThrow()).isCloseTo(0.005, within(1e-12));
    assertThat(sheet.currency()).contains("USD");
  }

  @Test
  void comparesMatchersThatWereAskedInDifferentWordings() {
    StudyResults results =
        StudyResults.of(List.of(prompted("tiny", "compact"), prompted("server", "complex")));

    CostSheet sheet =
        CostSheet.of(
            results,
            List.of("abt"),
            arm -> PromptPolicy.fixed(arm.matcher().equals("tiny") ? "compact" : "complex"),
            Optional.empty());

    assertThat(sheet.incomplete()).isEmpty();
    assertThat(sheet.points()).hasSize(2);
    assertThat(
            CostSheet.of(results, List.of("abt"), PromptPolicy.fixed("compact"), Optional.empty())
                .incomplete())
        .containsExactly(Arm.zeroShot("server"));
  }

  private static CellResult prompted(String matcher, String template) {
    return Sample.result(
        Sample.key(Arm.zeroShot(matcher), "abt", "test", template, 1), "product", "1100", "1000");
  }

  @Test
  void hasNoPriceWithoutAList() {
    StudyResults results =
        StudyResults.of(List.of(cell("server", "abt", "1100", 20, new TokenUsage(100, 1))));

    CostSheet sheet =
        CostSheet.of(results, List.of("abt"), PromptPolicy.bestOnTest(), Optional.empty());

    assertThat(sheet.points().get(0).pricePerThousandPairs()).isEmpty();
    assertThat(sheet.frontier(CostMeasure.PRICE)).isEmpty();
    assertThat(sheet.frontier(CostMeasure.SECONDS)).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CostSheet.of(results, List.of(), PromptPolicy.bestOnTest(), Optional.empty()));
  }

  @Test
  void theFrontierHasWhatNothingBeatsAndTiesTogether() {
    var sheet =
        sheet(
            point("cheap", 0.5, 1),
            point("good", 0.9, 10),
            point("as good", 0.9, 10),
            point("dearer and no better", 0.9, 11),
            point("as cheap and worse", 0.4, 1),
            point("between", 0.7, 5));

    assertThat(sheet.frontier(CostMeasure.SECONDS))
        .extracting(point -> point.arm().matcher())
        .containsExactly("cheap", "between", "good", "as good");
  }

  private static CostPoint point(String name, double f1, double seconds) {
    return new CostPoint(Arm.zeroShot(name), f1, seconds, 0, 0, OptionalDouble.empty());
  }

  private static CostSheet sheet(CostPoint... points) {
    return new CostSheet(List.of("abt"), List.of(points), new ArrayList<>(), Optional.empty());
  }
}
