package io.github.em4j.evaluation.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.Predictions;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FlipsProperties {

  @Property(tries = 300)
  void backIsThereTurnedRound(@ForAll("rows") List<String> rows) {
    Predictions one = predictions(rows, 1);
    Predictions other = predictions(rows, 2);

    Flips there = Flips.between(one, other);
    Flips back = Flips.between(other, one);

    assertThat(back.toMatch()).isEqualTo(there.toNonMatch());
    assertThat(back.toWrong()).isEqualTo(there.toRight());
    assertThat(back.lost()).isEqualTo(there.gained());
    assertThat(back.rate()).isEqualTo(there.rate());
    assertThat(back.neverDecided()).isEqualTo(there.neverDecided());
  }

  @Property(tries = 300)
  void everyPairIsCountedOnce(@ForAll("rows") List<String> rows) {
    Flips flips = Flips.between(predictions(rows, 1), predictions(rows, 2));

    assertThat(flips.pairs()).isEqualTo(rows.size());
    assertThat(flips.decidedTwice() + flips.lost() + flips.gained() + flips.neverDecided())
        .isEqualTo(rows.size());
    assertThat(flips.toWrong() + flips.toRight()).isEqualTo(flips.flipped());
    long byCell = 0;
    for (MatchLabel label : MatchLabel.values()) {
      for (Answer before : Answer.values()) {
        for (Answer after : Answer.values()) {
          byCell += flips.count(label, before, after);
        }
      }
    }
    assertThat(byCell).isEqualTo(rows.size());
  }

  @Property(tries = 300)
  void flipsExplainTheChangeOfAccuracy(@ForAll("rows") List<String> rows) {
    Predictions before = predictions(rows, 1);
    Predictions after = predictions(rows, 2);
    Flips flips = Flips.between(before, after);

    if (flips.lost() + flips.gained() == 0) {
      assertThat(correct(after) - correct(before)).isEqualTo(flips.toRight() - flips.toWrong());
    }
  }

  @Property(tries = 100)
  void aRunDoesNotFlipAgainstItself(@ForAll("rows") List<String> rows) {
    Predictions run = predictions(rows, 1);

    assertThat(Flips.between(run, run).flipped()).isZero();
    assertThat(Flips.between(run, run).lost()).isZero();
  }

  private static long correct(Predictions predictions) {
    return predictions.counts().truePositives() + predictions.counts().trueNegatives();
  }

  private static Predictions predictions(List<String> rows, int column) {
    var labels = new StringBuilder();
    var answers = new StringBuilder();
    for (String row : rows) {
      labels.append(row.charAt(0));
      answers.append(row.charAt(column));
    }
    DatasetSplit split = Given.split(labels.toString());
    return Given.answers(split, answers.toString());
  }

  /** One row a pair: its label and the answers of two runs. */
  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> label = Arbitraries.of("0", "1");
    Arbitrary<String> answers = Arbitraries.strings().withChars("01?!").ofLength(2);
    return Combinators.combine(label, answers).as(String::concat).list().ofMinSize(1).ofMaxSize(30);
  }
}
