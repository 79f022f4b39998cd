package io.github.em4j.training.selection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One run of a pipeline in a folder. */
final class PipelineRun {
  private final TrainingSetPipeline pipeline;
  private final PipelineFolder files;
  private final TrainingSetListener listener;

  PipelineRun(TrainingSetPipeline pipeline, PipelineFolder files, TrainingSetListener listener) {
    this.pipeline = pipeline;
    this.files = files;
    this.listener = listener;
  }

  TrainingSet run() {
    ObjectNode plan = PipelinePlan.of(pipeline.sources(), pipeline.heldOut(), pipeline.steps());
    files.requireSame(plan);
    // With its last file gone the folder is that of an unfinished run.
    files.delete(files.summary());
    List<TrainingPair> sources = PipelinePlan.trainingPairs(pipeline.sources());
    files.writePairs(files.sources(), sources);
    var steps = new ArrayList<StepOutcomes>();
    List<TrainingPair> pairs = sources;
    for (TrainingSetStep step : pipeline.steps()) {
      int number = steps.size() + 1;
      List<PairOutcome> outcomes =
          step instanceof PairStep each
              ? each(number, step.name(), each, files.record(number, step.name()), pairs)
              : all(number, (SetStep) step, pairs);
      steps.add(new StepOutcomes(step.name(), step.settings(), outcomes));
      pairs = StepOutcomes.requireDifferentKeys(step.name(), steps.get(number - 1).passedOn());
    }
    TrainingSet set = new TrainingSet(plan, sources, steps, pairs, summary(sources, steps, pairs));
    set.finish(files);
    return set;
  }

  /** Looks at each pair that the record does not have yet. */
  private List<PairOutcome> each(
      int number, String name, PairStep step, Path record, List<TrainingPair> pairs) {
    var outcomes = new ArrayList<>(files.goOn(record, pairs));
    int resumed = outcomes.size();
    TokenUsage usage = usage(outcomes);
    tell(number, name, resumed, pairs.size(), resumed, usage);
    if (resumed < pairs.size() || resumed == 0) {
      deleteRecordsAfter(number);
      files.append(record, List.of(), List.of());
    }
    while (outcomes.size() < pairs.size()) {
      requireNotInterrupted(name);
      int from = outcomes.size();
      int to = (int) Math.min(pairs.size(), (long) from + pipeline.batchSize());
      List<TrainingPair> batch = pairs.subList(from, to);
      List<PairOutcome> done = StepOutcomes.requireOnePerPair(name, batch, step.apply(batch));
      files.append(record, batch, done);
      outcomes.addAll(done);
      usage = usage.plus(usage(done));
      tell(number, name, outcomes.size(), pairs.size(), resumed, usage);
    }
    return outcomes;
  }

  /** Looks at all pairs, after what is to be measured of each. */
  private List<PairOutcome> all(int number, SetStep step, List<TrainingPair> pairs) {
    Optional<PairStep> measurement = step.measurement();
    List<PairOutcome> measured = List.of();
    if (measurement.isPresent()) {
      Path record = files.measurement(number, step.name());
      measured = each(number, step.name(), measurement.get(), record, pairs);
      requireKept(step, pairs, measured);
    } else {
      tell(number, step.name(), 0, pairs.size(), 0, TokenUsage.NONE);
    }
    requireNotInterrupted(step.name());
    List<PairOutcome> outcomes =
        StepOutcomes.requireOnePerPair(step.name(), pairs, step.apply(pairs, measured));
    files.writeRecord(files.record(number, step.name()), pairs, outcomes);
    tell(number, step.name(), pairs.size(), pairs.size(), measured.size(), usage(outcomes));
    return outcomes;
  }

  private static void requireKept(
      SetStep step, List<TrainingPair> pairs, List<PairOutcome> measured) {
    for (int i = 0; i < pairs.size(); i++) {
      if (!measured.get(i).pairs().equals(List.of(pairs.get(i)))) {
        throw new IllegalStateException(
            "the measurement of step %s must keep every pair as it is, found %s of %s"
                .formatted(step.name(), measured.get(i).action(), measured.get(i).key()));
      }
    }
  }

  /** What later steps said was of pairs that now may come out in another way. */
  private void deleteRecordsAfter(int number) {
    for (int later = number + 1; later <= pipeline.steps().size(); later++) {
      String name = pipeline.steps().get(later - 1).name();
      files.delete(files.record(later, name));
      files.delete(files.measurement(later, name));
    }
  }

  private void requireNotInterrupted(String step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new EntityMatchingException(
          "interrupted in step %s of the training set in %s; run it again to go on"
              .formatted(step, files.path()),
          null,
          true);
    }
  }

  private void tell(int number, String name, int done, int total, int resumed, TokenUsage usage) {
    listener.onProgress(
        new TrainingSetProgress(
            number, pipeline.steps().size(), name, done, total, resumed, usage));
  }

  private static TokenUsage usage(List<PairOutcome> outcomes) {
    return outcomes.stream().map(PairOutcome::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
  }

  private TrainingSetSummary summary(
      List<TrainingPair> sources, List<StepOutcomes> steps, List<TrainingPair> pairs) {
    return new TrainingSetSummary(
        SummaryCounts.sources(sources),
        IntStream.range(0, steps.size())
            .mapToObj(i -> SummaryCounts.step(steps.get(i), pipeline.prices().get(i)))
            .toList(),
        SummaryCounts.balance(pairs),
        SummaryCounts.repetitions(pairs),
        SummaryCounts.leaks(pairs, pipeline.heldOut()));
  }
}
