package io.github.em4j.training.selection.teaching;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.DemonstrationSource;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.training.selection.TrainingPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pair that new ones are made from.
 *
 * @param pair the pair
 * @param prompt what the teacher is asked; empty where the pair cannot be written
 * @param shown the pairs that the teacher sees and must not repeat
 * @param problem why the pair cannot be written; empty where it can
 */
record Seed(TrainingPair pair, Optional<Prompt> prompt, Set<PairHash> shown, String problem) {

  /**
   * Asks for pairs after the model of one.
   *
   * @throws EntityMatchingException if its demonstrations cannot be found for now, or nobody's can
   */
  static Seed of(
      TrainingPair pair, EntityForm form, DemonstrationSource source, GenerationPrompts prompts) {
    CandidatePair records = pair.pair().pair();
    EntitySerializer serializer = form.serializer();
    try {
      String left = serializer.serialize(records.left());
      String right = serializer.serialize(records.right());
      var shown = new HashSet<PairHash>();
      shown.add(PairHash.of(left, right));
      List<LabeledPair> others = new ArrayList<>();
      for (LabeledPair demonstration : source.demonstrationsFor(records)) {
        // The nearest neighbour of a pair in its own set is the pair itself.
        Optional<PairHash> hash = KnownPairs.hash(demonstration, serializer);
        if (hash.isPresent() && shown.add(hash.get())) {
          others.add(demonstration);
        }
      }
      Prompt prompt = prompts.prompt(left, right, pair.pair().label(), others);
      return new Seed(pair, Optional.of(prompt), shown, "");
    } catch (EntityMatchingException e) {
      if (e.isRetryable() || e.endsRun()) {
        throw e;
      }
      return new Seed(pair, Optional.empty(), Set.of(), String.valueOf(e.getMessage()));
    }
  }
}
