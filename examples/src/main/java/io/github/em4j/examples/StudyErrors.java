package io.github.em4j.examples;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.errors.ClassifiedError.Status;
import io.github.em4j.evaluation.errors.ClassifiedErrors;
import io.github.em4j.evaluation.errors.ErrorAnalysis;
import io.github.em4j.evaluation.errors.ErrorKind;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.examples.study.ErrorClassCounts;
import io.github.em4j.examples.study.Findings;
import io.github.em4j.internal.FieldDigest;
import io.github.em4j.internal.WholeFile;
import io.github.em4j.prompts.analysis.ErrorAnalyst;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Has a language model sort errors into classes, and keeps what it said: it is asked once. */
final class StudyErrors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SURE = 0.5;

  private final StudyPlan plan;
  private final StudyData data;
  private final StudyModels models;
  private final StudyRecipes recipes;
  private final Path folder;
  private final PrintWriter notes;

  /**
   * Asks nothing yet.
   *
   * @param folder where the classes are kept
   */
  StudyErrors(
      StudyPlan plan,
      StudyData data,
      StudyModels models,
      StudyRecipes recipes,
      Path folder,
      PrintWriter notes) {
    this.plan = plan;
    this.data = data;
    this.models = models;
    this.recipes = recipes;
    this.folder = folder;
    this.notes = notes;
  }

  /**
   * What became of the errors.
   *
   * @param classes those that were sorted
   * @param failures whose errors could not be sorted, or not all of them, a sentence each
   */
  record Sorted(List<ErrorClassCounts> classes, List<String> failures) {}

  /**
   * Sorts the errors of every matcher; none where no model is to be asked. Where the model fails,
   * that is said and not kept, so that the next run asks again: all else that was found is not
   * lost.
   */
  Sorted sort(Findings findings) {
    Optional<StudyMatcher> model = plan.analyses().errors().model().flatMap(name -> find(name));
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
    if (model.isPresent()) {
      for (StudyData.Target target : data.targets()) {
        for (Arm arm : findings.arms()) {
          findings
              .testPredictions(arm, target.name())
              .ifPresent(predictions -> sort(model.get(), target, arm, predictions, sorted));
        }
      }
    }
    return sorted;
  }

  private void sort(
      StudyMatcher model,
      StudyData.Target target,
      Arm arm,
      Predictions predictions,
      Sorted sorted) {
    Path file = folder.resolve(fileName(model, target, arm, predictions));
    if (Files.exists(file)) {
      sorted.classes().addAll(read(file));
      return;
    }
    notes.printf("Sorting errors of %s on %s into classes ...%n", arm, target.name());
    notes.flush();
    try {
      ErrorAnalysis analysis = analyst(model, target).analyse(predictions);
      List<ErrorClassCounts> classes =
          List.of(
              counts(arm, target, analysis.falsePositives()),
              counts(arm, target, analysis.falseNegatives()));
      sorted.classes().addAll(classes);
      long failed =
          analysis.falsePositives().count(Status.FAILED)
              + analysis.falseNegatives().count(Status.FAILED);
      if (failed == 0) {
        keep(classes, file);
      } else {
        failed(arm, target, "%d of them got no answer or no class".formatted(failed), sorted);
      }
    } catch (EntityMatchingException | BadArgumentException e) {
      failed(arm, target, String.valueOf(e.getMessage()), sorted);
    }
  }

  private void failed(Arm arm, StudyData.Target target, String why, Sorted sorted) {
    String failure =
        "The errors of %s on %s could not all be sorted into classes, which the next run tries again: %s."
            .formatted(arm, target.name(), why);
    sorted.failures().add(failure);
    notes.println(failure);
    notes.flush();
  }

  private Optional<StudyMatcher> find(String name) {
    return plan.matchers().stream().filter(matcher -> matcher.name().equals(name)).findFirst();
  }

  private static List<ErrorClassCounts> read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), new TypeReference<List<ErrorClassCounts>>() {});
    } catch (IOException e) {
      throw new EntityMatchingException(
          "cannot read the classes of errors in " + file + ": " + e, e);
    }
  }

  private void keep(List<ErrorClassCounts> classes, Path file) {
    try {
      Files.createDirectories(folder);
      WholeFile.writeString(file, JSON.writeValueAsString(classes) + "\n");
    } catch (IOException e) {
      throw new EntityMatchingException(
          "cannot keep the classes of errors in " + file + ": " + e, e);
    }
  }

  /** A name for people, and a digest of all that the classes depend on. */
  private String fileName(
      StudyMatcher model, StudyData.Target target, Arm arm, Predictions predictions) {
    String words = "%s_%s_%s".formatted(model.name(), arm, target.name()).toLowerCase(Locale.ROOT);
    var digest = new FieldDigest();
    digest.add(model.name());
    digest.add(arm.toString());
    digest.add(target.name());
    digest.add(target.text().entity());
    digest.add(plan.analyses().errors().classified());
    digest.add(Long.toString(plan.seeds().get(0)));
    digest.add(new TreeMap<>(recipes.of(model, target.text(), List.of()).settings()));
    predictions.stream().forEach(prediction -> add(prediction, digest));
    return "%s_%s.json"
        .formatted(
            words.substring(0, Math.min(words.length(), 100)).replaceAll("[^a-z0-9.-]+", "-"),
            digest.finish().substring(0, 16));
  }

  private static void add(Prediction prediction, FieldDigest digest) {
    add(prediction.pair().pair().left(), digest);
    add(prediction.pair().pair().right(), digest);
    digest.add(prediction.pair().label().name());
    digest.add(prediction.answer().name());
  }

  private static void add(EntityDescription record, FieldDigest digest) {
    digest.add(record.id());
    digest.add(record.attributes());
  }

  private ErrorAnalyst analyst(StudyMatcher model, StudyData.Target target) {
    StudyModels.Open open =
        model instanceof StudyMatcher.Lora lora
            ? models.open(lora)
            : models.open(((StudyMatcher.AsItIs) model).model());
    return ErrorAnalyst.builder(open.model())
        .entity(target.text().entity())
        .serializer(target.text().serializer())
        .maxErrors(plan.analyses().errors().classified())
        .seed(plan.seeds().get(0))
        .build();
  }

  private static ErrorClassCounts counts(
      Arm arm, StudyData.Target target, ClassifiedErrors errors) {
    Map<String, Long> counts = new LinkedHashMap<>();
    errors
        .counts(SURE)
        .forEach((found, count) -> counts.put(found.name() + ": " + found.description(), count));
    counts.put("in no class", errors.unassigned());
    return new ErrorClassCounts(
        arm.toString(),
        target.name(),
        errors.kind() == ErrorKind.FALSE_POSITIVE ? "false positives" : "false negatives",
        counts,
        errors.errors().size(),
        errors.total());
  }
}
