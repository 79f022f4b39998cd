package io.github.em4j.training.selection.teaching;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.prompts.EntitySerializer;
import io.github.em4j.training.selection.TrainingPair;
import java.util.List;
import java.util.Optional;

/**
 * A pair as a teacher gets to see it.
 *
 * @param pair the pair
 * @param left the text of its left side; empty where it cannot be written
 * @param right the text of its right side; empty where it cannot be written
 * @param problem why a side cannot be written, if one cannot
 */
record WrittenPair(TrainingPair pair, String left, String right, Optional<String> problem) {

  static WrittenPair of(TrainingPair pair, EntitySerializer serializer) {
    try {
      return new WrittenPair(
          pair,
          serializer.serialize(pair.pair().pair().left()),
          serializer.serialize(pair.pair().pair().right()),
          Optional.empty());
    } catch (EntityMatchingException e) {
      return new WrittenPair(pair, "", "", Optional.of(String.valueOf(e.getMessage())));
    }
  }

  static List<WrittenPair> all(List<TrainingPair> pairs, EntitySerializer serializer) {
    return pairs.stream().map(pair -> of(pair, serializer)).toList();
  }

  boolean isWritable() {
    return problem.isEmpty();
  }
}
