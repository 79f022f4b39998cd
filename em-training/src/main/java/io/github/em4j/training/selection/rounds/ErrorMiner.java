package io.github.em4j.training.selection.rounds;

import io.github.em4j.CandidatePair;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.Neighbour;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the pairs of the pool that errors call for. */
final class ErrorMiner {
  private final PairSearch search;
  private final List<TrainingPair> pool;
  private final int neighboursPerError;

  ErrorMiner(PairSearch search, List<TrainingPair> pool, int neighboursPerError) {
    this.search = search;
    this.pool = pool;
    this.neighboursPerError = neighboursPerError;
  }

  /**
   * The nearest pairs of each error that are not in the training set, in the order of the errors
   * and then of nearness. A pair that got no answer at all is no error: it says nothing of the
   * matcher.
   *
   * @param trained the keys of the training set
   */
  List<AddedPair> mine(Predictions predictions, Set<String> trained) {
    var rows = new ArrayList<Integer>();
    var errors = new ArrayList<CandidatePair>();
    for (int i = 0; i < predictions.size(); i++) {
      Prediction prediction = predictions.get(i);
      if (!prediction.isCorrect() && prediction.answer() != Answer.FAILED) {
        rows.add(i + 1);
        errors.add(prediction.pair().pair());
      }
    }
    var isNew = new boolean[pool.size()];
    for (int i = 0; i < isNew.length; i++) {
      isNew[i] = !trained.contains(pool.get(i).key());
    }
    List<List<Neighbour>> neighbours =
        search.nearest(errors, neighboursPerError, (error, i) -> isNew[i]);
    Map<String, AddedPair> added = new LinkedHashMap<>();
    for (int e = 0; e < neighbours.size(); e++) {
      for (int n = 0; n < neighbours.get(e).size(); n++) {
        Neighbour one = neighbours.get(e).get(n);
        AddedPair found =
            new AddedPair(
                pool.get(one.index()).key(),
                rows.get(e),
                errors.get(e).id(),
                n + 1,
                one.similarity());
        added.merge(found.key(), found, ErrorMiner::nearer);
      }
    }
    return List.copyOf(added.values());
  }

  /** Of two errors that call for one pair, the nearer one; the earlier one where both are. */
  private static AddedPair nearer(AddedPair before, AddedPair found) {
    return found.similarity() > before.similarity() ? found : before;
  }
}
