package io.github.em4j.dataset.synthetic;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Draws the splits of a benchmark from a catalogue. Three pools of neighbourhoods are made: one for
 * the unseen part of the test split, one for its seen part, and that one enlarged for training and
 * validation.
 */
final class PairSampler {

  /** Pools hold this many times the pairs that are drawn from them. */
  private static final double SLACK = 1.5;

  /** Far more than are needed: almost every pair of two neighbourhoods can be told apart. */
  private static final int MOST_ATTEMPTS = 10_000;

  private final Catalogue catalogue;
  private final SyntheticBenchmark.Builder options;
  private final Draw draw;
  private final Set<String> used = new HashSet<>();
  private int neighbourhoods;

  PairSampler(Catalogue catalogue, SyntheticBenchmark.Builder options) {
    this.catalogue = catalogue;
    this.options = options;
    this.draw = Draw.of(options.seed, "pairs", 0);
  }

  List<DatasetSplit> splits() {
    Quota test = quota(options.testPairs);
    Quota unseen = test.part(options.unseenShare);
    Quota seen = test.minus(unseen);
    Quota train = quota(options.trainPairs);
    Quota validation = quota(options.validationPairs);

    Pool unseenPool = enlarged(new Pool(), unseen);
    Pool seenPool = enlarged(new Pool(), seen);
    Pool trainPool = new Pool();
    trainPool.addAll(seenPool);
    enlarged(trainPool, seen.plus(train).plus(validation));

    List<Candidate> testPairs = draw(unseenPool, unseen, Set.of());
    List<Candidate> seenPairs = draw(seenPool, seen, Set.of());
    testPairs.addAll(seenPairs);
    List<Candidate> trainPairs = draw(trainPool, train, entities(seenPairs));
    return List.of(
        split(Dataset.TRAIN, trainPairs),
        split(Dataset.VALIDATION, draw(trainPool, validation, Set.of())),
        split(Dataset.TEST, testPairs));
  }

  private Quota quota(int pairs) {
    return Quota.of(pairs, options.positiveShare, options.cornerCaseShare);
  }

  private DatasetSplit split(String name, List<Candidate> candidates) {
    return new DatasetSplit(
        name, draw.shuffled(candidates).stream().map(Candidate::labeled).toList());
  }

  private Pool enlarged(Pool pool, Quota quota) {
    while (!pool.suffices(quota, SLACK)) {
      pool.add(catalogue.neighbourhood(neighbourhoods++));
    }
    return pool;
  }

  private static Set<String> entities(List<Candidate> candidates) {
    var entities = new HashSet<String>();
    for (Candidate candidate : candidates) {
      entities.add(candidate.left().entity());
      entities.add(candidate.right().entity());
    }
    return entities;
  }

  /**
   * Draws pairs that no split has yet.
   *
   * @param toShow entities of which each has to be in some pair
   */
  private List<Candidate> draw(Pool pool, Quota quota, Set<String> toShow) {
    var missing = new HashSet<>(toShow);
    var drawn = new ArrayList<Candidate>();
    take(pool.matches(), quota.matches(), missing, drawn);
    take(pool.cornerCases(), quota.cornerCases(), missing, drawn);
    takeOthers(pool, quota.others(), missing, drawn);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "trainPairs is too small to show the entities of the seen test pairs: "
              + missing.size()
              + " of "
              + toShow.size()
              + " are left out; ask for more training pairs or fewer test pairs");
    }
    return drawn;
  }

  private void take(
      List<Candidate> candidates, int count, Set<String> missing, List<Candidate> drawn) {
    List<Candidate> shuffled = draw.shuffled(candidates);
    int end = drawn.size() + count;
    for (boolean showing : List.of(true, false)) {
      for (Candidate candidate : shuffled) {
        boolean wanted = !showing || shows(candidate, missing);
        if (drawn.size() < end && wanted && used.add(candidate.id())) {
          add(candidate, missing, drawn);
        }
      }
    }
    if (drawn.size() < end) {
      throw new IllegalStateException(
          "a pool of " + candidates.size() + " pairs is " + (end - drawn.size()) + " short");
    }
  }

  private void takeOthers(Pool pool, int count, Set<String> missing, List<Candidate> drawn) {
    List<Entity> entities = pool.entities();
    int end = drawn.size() + count;
    for (int entity = 0; entity < entities.size() && drawn.size() < end; entity++) {
      if (missing.contains(entities.get(entity).key())) {
        add(other(pool, entity), missing, drawn);
      }
    }
    while (drawn.size() < end) {
      add(other(pool, draw.between(0, entities.size() - 1)), missing, drawn);
    }
  }

  private Candidate other(Pool pool, int entity) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Candidate> candidate = pool.other(entity, draw);
      if (candidate.isPresent() && used.add(candidate.get().id())) {
        return candidate.get();
      }
    }
    throw new IllegalStateException("no further pair of entity " + pool.entities().get(entity));
  }

  private static boolean shows(Candidate candidate, Set<String> missing) {
    return missing.contains(candidate.left().entity())
        || missing.contains(candidate.right().entity());
  }

  private static void add(Candidate candidate, Set<String> missing, List<Candidate> drawn) {
    missing.remove(candidate.left().entity());
    missing.remove(candidate.right().entity());
    drawn.add(candidate);
  }
}
