package io.github.em4j.evaluation.study;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatcher;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOptions;
import io.github.em4j.Progress;
import io.github.em4j.evaluation.study.StudyPlan.PlannedCell;
import io.github.em4j.evaluation.study.StudyPlan.Preparation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The work of a run, done by one thread: cell after cell, each of what is prepared together. What a
 * matcher or recipe throws fails its cells; what the store or the listener throws ends the run.
 */
final class StudyWork implements Callable<StudyResults> {
  private final StudyPlan plan;
  private final StudyFolder folder;
  private final MatchOptions options;
  private final boolean retryFailedPairs;
  private final StudyListener listener;
  private final StudyMeter meter;
  private final Map<CellKey, Stored> stored = new HashMap<>();
  private volatile boolean cancelled;

  StudyWork(
      StudyPlan plan,
      StudyFolder folder,
      MatchOptions options,
      boolean retryFailedPairs,
      StudyListener listener) {
    this.plan = plan;
    this.folder = folder;
    this.options = options;
    this.retryFailedPairs = retryFailedPairs;
    this.listener = listener;
    this.meter = new StudyMeter(plan.cells(), System::nanoTime);
  }

  /** What the store holds of a cell, without its lines. */
  private record Stored(CellHeader header, int pairs, long bytes, boolean complete) {}

  /**
   * Looks what is stored already.
   *
   * @throws EntityMatchingException if something is stored that is of another study
   */
  void lookAtStore() {
    for (PlannedCell cell : plan.cells()) {
      Optional<CellFile.Content> content = folder.stored(cell.key());
      if (content.isEmpty()) {
        continue;
      }
      List<String> differences = content.get().header().plan().differencesTo(cell.plan());
      if (!differences.isEmpty()) {
        throw new EntityMatchingException(
            "the results in %s are of another study, as for %s (%s): %s; take another folder"
                .formatted(
                    folder.path(),
                    cell.key(),
                    folder.file(cell.key()).getFileName(),
                    String.join("; ", differences)));
      }
      CellFile.Content kept = retryFailedPairs ? content.get().beforeFailure() : content.get();
      meter.found(cell.key(), kept.lines(), kept.isComplete());
      stored.put(
          cell.key(),
          new Stored(kept.header(), kept.lines().size(), kept.bytes(), kept.isComplete()));
    }
    for (Preparation preparation : plan.preparations()) {
      if (!missing(preparation).isEmpty()) {
        meter.willPrepare(preparation.recipe().name());
      }
    }
  }

  StudyProgress progress() {
    return meter.progress();
  }

  /** Asks the work to end; its thread is to be interrupted as well. */
  void cancel() {
    cancelled = true;
  }

  @Override
  public StudyResults call() {
    try (folder) {
      for (Preparation preparation : plan.preparations()) {
        List<PlannedCell> missing = missing(preparation);
        if (!missing.isEmpty()) {
          run(preparation, missing);
        }
      }
      StudyResults results = results();
      meter.end(Progress.State.COMPLETED);
      listener.progressed(meter.progress());
      return results;
    } catch (RuntimeException | Error e) {
      throw ended(e);
    }
  }

  /** Tells the listener of a bad end, which goes before what the listener throws on hearing it. */
  private RuntimeException ended(Throwable end) {
    boolean wanted = cancelled && end instanceof RuntimeException;
    meter.end(wanted ? Progress.State.CANCELLED : Progress.State.FAILED);
    try {
      listener.progressed(meter.progress());
    } catch (RuntimeException fromListener) {
      if (fromListener != end) {
        end.addSuppressed(fromListener);
      }
    }
    if (end instanceof Error error) {
      throw error;
    }
    return !wanted || end instanceof StudyCancelledException
        ? (RuntimeException) end
        : cancelled(end);
  }

  private List<PlannedCell> missing(Preparation preparation) {
    return preparation.cells().stream()
        .filter(cell -> !stored(cell).map(Stored::complete).orElse(false))
        .toList();
  }

  private Optional<Stored> stored(PlannedCell cell) {
    return Optional.ofNullable(stored.get(cell.key()));
  }

  private StudyResults results() {
    Set<CellKey> mine =
        plan.cells().stream().map(PlannedCell::key).collect(Collectors.toCollection(HashSet::new));
    StudyResults results = folder.results(plan.sets(), mine::contains);
    if (results.cells().isEmpty()) {
      CellFailure first = results.failures().get(0);
      throw new StudyFailedException(
          "every cell of the study failed, as %s: %s".formatted(first.key(), first.message()));
    }
    return results;
  }

  private void run(Preparation preparation, List<PlannedCell> missing) {
    requireNotCancelled();
    String recipe = preparation.recipe().name();
    meter.at(missing.get(0).key());
    listener.preparing(recipe, preparation.source().map(TrainingSource::name), preparation.seed());
    Recipe.Prepared prepared;
    long started = System.nanoTime();
    try {
      prepared =
          CellFailedException.attempt(
              () -> preparation.recipe().prepare(preparation.source(), preparation.seed()));
    } catch (CellFailedException e) {
      meter.doesNotPrepare(recipe);
      missing.forEach(cell -> fail(cell, e));
      return;
    }
    meter.prepared(recipe, Duration.ofNanos(System.nanoTime() - started));
    try {
      MatchOptions matching = options(preparation.recipe());
      byTemplate(missing).forEach((template, cells) -> run(prepared, template, cells, matching));
    } finally {
      CellFailedException.closeQuietly(prepared);
    }
  }

  private static Map<Optional<String>, List<PlannedCell>> byTemplate(List<PlannedCell> cells) {
    return cells.stream()
        .collect(
            Collectors.groupingBy(
                cell -> cell.key().template(), LinkedHashMap::new, Collectors.toList()));
  }

  private MatchOptions options(Recipe recipe) {
    return MatchOptions.builder()
        .batchSize(recipe.batchSize().orElse(options.batchSize()))
        .concurrency(options.concurrency())
        .build();
  }

  private void run(
      Recipe.Prepared prepared,
      Optional<String> template,
      List<PlannedCell> cells,
      MatchOptions matching) {
    requireNotCancelled();
    EntityMatcher matcher;
    try {
      matcher = CellFailedException.attempt(() -> prepared.open(template));
    } catch (CellFailedException e) {
      cells.forEach(cell -> fail(cell, e));
      return;
    }
    try {
      cells.forEach(cell -> run(matcher, cell, matching));
    } finally {
      CellFailedException.closeQuietly(matcher);
    }
  }

  private void run(EntityMatcher matcher, PlannedCell cell, MatchOptions matching) {
    requireNotCancelled();
    meter.at(cell.key());
    try {
      int done = begin(matcher, cell);
      List<LabeledPair> pairs = cell.set().split().pairs();
      var answers = new CellAnswers(matcher, matching, pairs.subList(done, pairs.size()), done);
      try (answers) {
        Optional<List<CellLine>> batch = answers.next();
        while (batch.isPresent()) {
          requireNotCancelled();
          CellFile.append(folder.file(cell.key()), batch.get());
          meter.answered(cell.key(), batch.get().size(), answers.duration());
          listener.progressed(meter.progress());
          batch = answers.next();
        }
      }
    } catch (CellFailedException e) {
      fail(cell, e);
      return;
    }
    meter.finished();
    CellFile.Content content = folder.stored(cell.key()).orElseThrow();
    listener.cellFinished(StudyFolder.result(folder.file(cell.key()), content, cell.set().split()));
  }

  /** Makes the file ready for what is missing, and says how many pairs it has. */
  private int begin(EntityMatcher matcher, PlannedCell cell) throws CellFailedException {
    var header = new CellHeader(cell.plan(), CellFailedException.attempt(matcher::provenance));
    // Now and not at the end: a run that is killed there would leave a complete cell that failed.
    folder.forgetFailure(cell.key());
    Optional<Stored> before = stored(cell);
    if (before.isPresent() && before.get().header().equals(header)) {
      CellFile.truncate(folder.file(cell.key()), before.get().bytes());
      return before.get().pairs();
    }
    // Another matcher than the one that began must not go on in its name.
    before.ifPresent(found -> meter.runAgain(cell.key(), found.pairs()));
    CellFile.begin(folder.file(cell.key()), header);
    return 0;
  }

  private void fail(PlannedCell cell, CellFailedException cause) {
    requireNotCancelled();
    var failure = new CellFailure(cell.key(), String.valueOf(cause.getMessage()));
    folder.fail(failure);
    int done = folder.stored(cell.key()).map(content -> content.lines().size()).orElse(0);
    meter.failed(cell.key(), cell.plan().pairs() - done);
    listener.cellFailed(failure);
  }

  private void requireNotCancelled() {
    if (cancelled) {
      throw cancelled(null);
    }
  }

  private StudyCancelledException cancelled(@Nullable Throwable cause) {
    // Only what is under way was to be interrupted, not the storing of what is done.
    Thread.interrupted();
    var exception =
        new StudyCancelledException(
            "the study in %s was cancelled after %d of %d pairs"
                .formatted(folder.path(), meter.progress().pairsDone(), meter.progress().pairs()));
    if (cause != null) {
      exception.addSuppressed(cause);
    }
    return exception;
  }

  /** The pairs without their labels: a matcher never sees these. */
  static List<CandidatePair> unlabeled(List<LabeledPair> pairs) {
    return pairs.stream().map(LabeledPair::pair).toList();
  }
}
