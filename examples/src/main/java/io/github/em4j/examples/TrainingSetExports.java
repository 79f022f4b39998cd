package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.Provenance;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.ValidationQuestion;
import io.github.em4j.prompts.DemonstrationStyle;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.PairExamples;
import io.github.em4j.training.export.ExportTarget;
import io.github.em4j.training.export.ExportedFiles;
import io.github.em4j.training.export.FineTuningExport;
import io.github.em4j.training.selection.TrainingPair;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a training set for other trainers.
 *
 * @param plan what was asked for
 * @param name what the data is called
 * @param text how records become text
 * @param validation what to validate on; may be empty
 */
record TrainingSetExports(
    TrainingSetPlan plan, String name, RecordText text, List<LabeledPair> validation) {

  /**
   * Writes the pairs for every target, each in a folder of its own below this one. Pairs without
   * the attributes that models read are left out, and told of: all steps are done by now.
   */
  List<ExportedFiles> write(List<TrainingPair> pairs, Path folder, PrintWriter notes) {
    List<ExportedFiles> written = new ArrayList<>();
    if (plan.export().targets().isEmpty()) {
      return written;
    }
    List<TrainingPair> readable =
        pairs.stream().filter(pair -> isReadable(pair.pair().pair())).toList();
    List<LabeledPair> asked = validation.stream().filter(pair -> isReadable(pair.pair())).toList();
    tell("pairs", pairs.size() - readable.size(), notes);
    tell("validation pairs", validation.size() - asked.size(), notes);
    if (readable.isEmpty()) {
      return written;
    }
    for (ExportTarget target : plan.export().targets()) {
      FineTuningExport export =
          FineTuningExport.of(data(readable, asked, target)).options(plan.export().options());
      plan.export().model().ifPresent(export::model);
      written.add(export.write(target, folder.resolve(target.label())));
    }
    return written;
  }

  private boolean isReadable(CandidatePair pair) {
    try {
      String unused =
          text.serializer().serialize(pair.left()) + text.serializer().serialize(pair.right());
      return true;
    } catch (EntityMatchingException e) {
      return false;
    }
  }

  private static void tell(String what, int leftOut, PrintWriter notes) {
    if (leftOut > 0) {
      notes.printf(
          Locale.ROOT,
          "Note: %,d %s have none of the attributes that models read, and are not exported.%n",
          leftOut,
          what);
      notes.flush();
    }
  }

  private FineTuningData data(
      List<TrainingPair> pairs, List<LabeledPair> asked, ExportTarget target) {
    PromptRenderer renderer =
        PromptRenderer.builder()
            .template(Wording.of(plan.template(), false, text.entity()))
            .serializer(text.serializer())
            .style(
                target == ExportTarget.PROMPT_COMPLETION
                    ? DemonstrationStyle.INLINE
                    : DemonstrationStyle.CHAT)
            .build();
    ExplanationKind kind = kind();
    List<FineTuningExample> examples = new ArrayList<>();
    for (TrainingPair pair : pairs) {
      // A pair that no teacher explained is learnt by its answer alone.
      boolean explained = kind != ExplanationKind.NONE && pair.explanation().isPresent();
      PairExamples one =
          PairExamples.of(name, renderer)
              .explanation(explained ? kind : ExplanationKind.NONE)
              .bothOrders(plan.export().bothOrders());
      if (explained) {
        one.train(pair.pair(), pair.explanation().orElseThrow());
      } else {
        one.train(List.of(pair.pair()));
      }
      examples.addAll(one.build().examples());
    }
    List<ValidationQuestion> questions =
        asked.stream()
            .map(
                pair ->
                    new ValidationQuestion(
                        renderer.render(pair.pair()),
                        renderer.choices(),
                        pair.label().isMatch() ? 0 : 1))
            .toList();
    return new FineTuningData(
        name, examples, questions, renderer.describe(Provenance.of("prompted")));
  }

  /** What explanations look like: as the last step said that wrote some. */
  private ExplanationKind kind() {
    ExplanationKind kind = ExplanationKind.NONE;
    for (PlannedStep step : plan.steps()) {
      if (step instanceof PlannedStep.Explain explain) {
        kind = explain.kind();
      }
    }
    return kind;
  }
}
