package io.github.em4j.training.selection.teaching;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.teaching.PairBatchReader.Batch;
import io.github.em4j.training.selection.teaching.PairBatchReader.WrittenByTeacher;
import java.util.ArrayList;

/**
 * What becomes of a pair that a teacher was asked to write others after.
 *
 * @param keepsSeeds whether the pair itself is passed on
 */
record GenerationOutcomes(boolean keepsSeeds) {

  PairOutcome generated(TrainingPair seed, Batch batch) {
    var passedOn = new ArrayList<TrainingPair>();
    if (keepsSeeds) {
      passedOn.add(seed);
    }
    int matches = 0;
    for (int i = 0; i < batch.pairs().size(); i++) {
      WrittenByTeacher made = batch.pairs().get(i);
      passedOn.add(generated(seed, i + 1, made));
      matches += made.label().isMatch() ? 1 : 0;
    }
    String reason = batch.rejected().isEmpty() ? "generated" : "generated in part";
    PairOutcome outcome =
        PairOutcome.generated(seed, passedOn, reason)
            .with("written", Integer.toString(batch.written()))
            .with("matches", Integer.toString(matches))
            .with("non-matches", Integer.toString(batch.pairs().size() - matches));
    return batch.rejected().isEmpty() ? outcome : outcome.with("rejected", batch.counts());
  }

  PairOutcome failed(TrainingPair seed, String reason) {
    return keepsSeeds ? PairOutcome.kept(seed, reason) : PairOutcome.dropped(seed, reason);
  }

  private static TrainingPair generated(TrainingPair seed, int number, WrittenByTeacher made) {
    String id = seed.key() + "/" + number;
    return seed.generated(
        number,
        new LabeledPair(
            new CandidatePair(
                new EntityDescription(id + ".left", made.left()),
                new EntityDescription(id + ".right", made.right())),
            made.label()));
  }
}
