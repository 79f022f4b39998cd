package io.github.em4j.prompts;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import java.util.List;

/**
 * Chooses the demonstrations (few-shot examples) that go before a question: none, always the same,
 * or others for every pair, such as its nearest training pairs. Implementations are safe for use by
 * many threads.
 */
public interface DemonstrationSource {

  /**
   * The demonstrations for one pair.
   *
   * @param pair the pair that is asked about
   * @return labelled pairs in the order in which they are shown; may be empty
   * @throws io.github.em4j.EntityMatchingException if they cannot be found
   */
  List<LabeledPair> demonstrationsFor(CandidatePair pair);

  /**
   * What is chosen, in one line. Goes into provenance.
   *
   * @return for example {@code 6 nearest by embedding}
   */
  String description();

  /**
   * No demonstrations.
   *
   * @return a source that is always empty
   */
  static DemonstrationSource none() {
    return fixed(List.of());
  }

  /**
   * The same demonstrations for every pair.
   *
   * @param demonstrations labelled pairs in the order in which they are shown; may be empty
   * @return a source of these
   */
  static DemonstrationSource fixed(List<LabeledPair> demonstrations) {
    return new FixedDemonstrations(demonstrations);
  }
}
