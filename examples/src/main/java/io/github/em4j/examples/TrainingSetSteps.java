package io.github.em4j.examples;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.training.selection.ClassBalancer;
import io.github.em4j.training.selection.ConfidenceFilter;
import io.github.em4j.training.selection.ErrorFilter;
import io.github.em4j.training.selection.LeakFilter;
import io.github.em4j.training.selection.NearDuplicateFilter;
import io.github.em4j.training.selection.PairLimit;
import io.github.em4j.training.selection.RelevancyFilter;
import io.github.em4j.training.selection.TrainingSetStep;
import io.github.em4j.training.selection.search.Demonstrations;
import io.github.em4j.training.selection.search.PairSearch;
import io.github.em4j.training.selection.teaching.ExampleGenerator;
import io.github.em4j.training.selection.teaching.ExplanationTeacher;
import io.github.em4j.training.selection.teaching.GenerationVariant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the steps of a training set as they were planned.
 *
 * @param models what judges and teaches
 * @param text how records are put to models
 * @param sources the pairs that the set starts with
 * @param heldOut what it must not know
 * @param seed the seed of everything random
 */
record TrainingSetSteps(
    TrainingSetModels models,
    RecordText text,
    List<DatasetSplit> sources,
    List<DatasetSplit> heldOut,
    long seed) {

  /** Makes a step; a model that it asks is opened. */
  TrainingSetStep of(PlannedStep planned) {
    try {
      return step(planned);
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }

  private TrainingSetStep step(PlannedStep planned) {
    if (planned instanceof PlannedStep.Leaks leaks) {
      LeakFilter filter = LeakFilter.against(heldOut);
      return leaks.comparing().isEmpty() ? filter : filter.comparing(names(leaks.comparing()));
    }
    if (planned instanceof PlannedStep.NearDuplicates near) {
      NearDuplicateFilter filter = NearDuplicateFilter.of(near.similarity());
      return near.comparing().isEmpty() ? filter : filter.comparing(names(near.comparing()));
    }
    if (planned instanceof PlannedStep.ErrorFiltering filtering) {
      return ErrorFilter.judgedBy(models.matcher(filtering.judge()))
          .disagreement(filtering.onDisagreement())
          .undecided(filtering.undecided())
          .build();
    }
    if (planned instanceof PlannedStep.Relevancy relevancy) {
      return relevancy(relevancy);
    }
    if (planned instanceof PlannedStep.Confidence confidence) {
      return confidence(confidence);
    }
    if (planned instanceof PlannedStep.Explain explain) {
      return explain(explain);
    }
    if (planned instanceof PlannedStep.Generate generate) {
      return generate(generate);
    }
    if (planned instanceof PlannedStep.Balance balance) {
      return ClassBalancer.toMatchShare(balance.matchShare(), seed);
    }
    return PairLimit.of(((PlannedStep.Limit) planned).pairs(), seed);
  }

  private static String[] names(List<String> attributes) {
    return attributes.toArray(String[]::new);
  }

  private TrainingSetStep relevancy(PlannedStep.Relevancy planned) {
    RelevancyFilter.Builder filter =
        RelevancyFilter.judgedBy(models.languageModel(planned.judge()))
            .entity(text.entity())
            .serializer(text.serializer())
            .threshold(planned.threshold())
            .undecided(planned.undecided());
    return (models.isAskedByText(planned.judge()) ? filter.byText() : filter).build();
  }

  private TrainingSetStep confidence(PlannedStep.Confidence planned) {
    ConfidenceFilter.Builder filter = ConfidenceFilter.judgedBy(models.matcher(planned.judge()));
    planned.tooEasy().ifPresent(filter::tooEasyBelow);
    planned.tooHard().ifPresent(filter::tooHardAbove);
    planned
        .mislabelled()
        .ifPresent(bound -> filter.mislabelledAbove(bound, planned.onMislabelled()));
    return filter.build();
  }

  private TrainingSetStep explain(PlannedStep.Explain planned) {
    return ExplanationTeacher.builder(models.languageModel(planned.teacher()), planned.kind())
        .entity(text.entity())
        .serializer(text.serializer())
        .questions(planned.questions())
        .onContradiction(planned.onContradiction())
        .onFailure(planned.onFailure())
        .build();
  }

  private TrainingSetStep generate(PlannedStep.Generate planned) {
    ExampleGenerator.Builder generator =
        ExampleGenerator.builder(models.languageModel(planned.teacher()), planned.variant())
            .entity(text.entity())
            .known(sources)
            .known(heldOut)
            .questions(planned.questions())
            .keepsSeeds(planned.keepsSeeds());
    String[] read = read();
    if (read.length == 1) {
      generator.oneText(text.serializer(), read[0]);
    } else {
      generator.attributes(read);
    }
    if (planned.variant() == GenerationVariant.WITH_DEMONSTRATIONS) {
      List<LabeledPair> pool = new ArrayList<>();
      sources.forEach(split -> pool.addAll(split.pairs()));
      PairSearch search = PairSearch.over(pool).build();
      generator.demonstrations(Demonstrations.nearest(search, planned.demonstrations()));
    }
    return generator.build();
  }

  /** The attributes that models read, in the order in which they are met. */
  private String[] read() {
    Set<String> names = new LinkedHashSet<>();
    for (DatasetSplit split : sources) {
      for (LabeledPair pair : split.pairs()) {
        names.addAll(pair.pair().left().attributes().keySet());
        names.addAll(pair.pair().right().attributes().keySet());
      }
    }
    names.removeAll(text.unread());
    return names.toArray(String[]::new);
  }
}
