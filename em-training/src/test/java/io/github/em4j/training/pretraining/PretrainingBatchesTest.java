package io.github.em4j.training.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PretrainingBatchesTest {
  private static final PairGenerator GENERATOR =
      new PairGenerator(InventedCorpus.corpus(), PairMix.RECIPE);
  private static final PromptForms FORMS =
      PromptForms.builder(InventedCorpus.tokenizer()).maxSideTokens(64).build();

  private static PretrainingBatches batches(long seed) {
    return new PretrainingBatches(GENERATOR, FORMS, 2048, seed);
  }

  /** Batches that a round of is quickly made. */
  private static PretrainingBatches small(long seed) {
    return new PretrainingBatches(GENERATOR, FORMS, 600, seed);
  }

  @Test
  void goOnFromAnyStepAsIfTheyHadRunFromTheFirst() {
    PretrainingBatches whole = small(1);
    List<PretrainingBatch> run = new ArrayList<>();
    for (int step = 0; step < 140; step++) {
      run.add(whole.batch(step));
    }
    PretrainingBatches resumed = small(1);
    for (int step = 120; step < 140; step++) {
      assertThat(resumed.batch(step)).isEqualTo(run.get(step));
    }
    assertThat(resumed.batch(3)).isEqualTo(run.get(3));
  }

  @Test
  void areOthersForAnotherSeed() {
    assertThat(small(2).batch(0)).isNotEqualTo(small(1).batch(0));
    assertThat(small(1).batch(PretrainingBatches.STEPS_PER_ROUND)).isNotEqualTo(small(1).batch(0));
  }

  @Test
  void holdNoPairsOfAnEarlierRound() {
    var batches = batches(42);
    var seen = new HashSet<String>();
    int repeated = 0;
    for (int step = 0; step < 3 * PretrainingBatches.STEPS_PER_ROUND; step++) {
      if (step == PretrainingBatches.STEPS_PER_ROUND) {
        assertThat(seen).hasSizeGreaterThan(2000);
      }
      boolean first = step < PretrainingBatches.STEPS_PER_ROUND;
      PretrainingBatch batch = batches.batch(step);
      for (int row = 0; row < batch.rows(); row++) {
        String text =
            Arrays.toString(
                Arrays.copyOfRange(batch.ids(), batch.starts()[row], batch.starts()[row + 1]));
        if (first) {
          seen.add(text);
        } else if (seen.contains(text)) {
          repeated++;
        }
      }
    }
    // This small corpus has few offers that share a model number, so some of those come again.
    assertThat(repeated).isLessThan(seen.size() / 20);
  }

  @Test
  void haveAboutTheWantedTokensAndRowsOfAboutOneLength() {
    PretrainingBatches batches = batches(3);
    long tokens = 0;
    long padded = 0;
    for (int step = 0; step < PretrainingBatches.STEPS_PER_ROUND; step++) {
      PretrainingBatch batch = batches.batch(step);
      assertThat(batch.ids().length).isCloseTo(2048, within(FORMS.maxTokens() + 16));
      tokens += batch.ids().length;
      padded += (long) batch.rows() * batch.longest();
    }
    assertThat(padded).isLessThan(tokens * 105 / 100);
  }

  @Test
  void layExamplesOneBehindTheOther() {
    var random = new SplittableRandom(4);
    var examples = new ArrayList<PretrainingExample>();
    for (int i = 0; i < 5; i++) {
      examples.add(FORMS.example(GENERATOR.next(random), random));
    }
    PretrainingBatch batch = PretrainingBatch.of(examples);
    assertThat(batch.rows()).isEqualTo(5);
    int word = 0;
    for (int row = 0; row < 5; row++) {
      PretrainingExample example = examples.get(row);
      int start = batch.starts()[row];
      assertThat(Arrays.copyOfRange(batch.ids(), start, batch.starts()[row + 1]))
          .isEqualTo(example.ids());
      assertThat(batch.answerPosition(row)).isEqualTo(start + example.ids().length - 1);
      assertThat(batch.answers()[row]).isEqualTo(example.answer());
      assertThat(batch.matches()[row]).isEqualTo(example.match());
      for (int i = 0; i < example.wordEnds().length; i++, word++) {
        assertThat(batch.wordEnds()[word]).isEqualTo(start + example.wordEnds()[i]);
        assertThat(batch.wordShared()[word]).isEqualTo(example.wordShared()[i]);
      }
    }
    assertThat(batch.wordEnds()).hasSize(word);
  }

  @Test
  void refuseABatchThatAPromptMayNotFitInAndANegativeStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PretrainingBatches(GENERATOR, FORMS, 100, 1))
        .withMessageContaining("room for a prompt");
    PretrainingBatches batches = batches(1);
    assertThatIllegalArgumentException().isThrownBy(() -> batches.batch(-1));
  }
}
