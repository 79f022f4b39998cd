package io.github.em4j.prompts.analysis;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.evaluation.errors.ClassifiedError;
import io.github.em4j.evaluation.errors.ClassifiedError.Assignment;
import io.github.em4j.evaluation.errors.ClassifiedError.Status;
import io.github.em4j.evaluation.errors.ErrorClass;
import io.github.em4j.evaluation.errors.ErrorKind;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.analysis.Questions.Reply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Asks for each error to which classes it belongs. */
record Assigning(ErrorPrompts prompts, Questions asking) {
  private static final String COMPLAINT =
      "The answer names no class with a confidence from 0 to 1. Answer with the JSON object that"
          + " was asked for and nothing else.";

  /** One classified error for each error; without classes all of them have failed. */
  List<ClassifiedError> assign(ErrorKind kind, List<ErrorClass> classes, List<AskedError> errors) {
    List<Optional<Prompt>> questions =
        errors.stream().map(error -> question(kind, classes, error)).toList();
    Iterator<Reply<List<Assignment>>> replies =
        asking
            .ask(
                questions.stream().flatMap(Optional::stream).toList(),
                answer -> ErrorAnswers.assignments(answer, classes),
                COMPLAINT)
            .iterator();
    var classified = new ArrayList<ClassifiedError>();
    for (int i = 0; i < errors.size(); i++) {
      classified.add(
          questions.get(i).isPresent()
              ? classified(errors.get(i), replies.next())
              : classified(errors.get(i), Status.FAILED, List.of()));
    }
    return classified;
  }

  private Optional<Prompt> question(ErrorKind kind, List<ErrorClass> classes, AskedError error) {
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(prompts.assign(kind, classes, error));
    } catch (EntityMatchingException e) {
      return Optional.empty();
    }
  }

  private static ClassifiedError classified(AskedError error, Reply<List<Assignment>> reply) {
    if (reply.failure().isPresent()) {
      return classified(error, Status.FAILED, List.of());
    }
    if (reply.value().isEmpty()) {
      return classified(error, Status.UNREADABLE, List.of());
    }
    List<Assignment> assignments = reply.value().get();
    return classified(
        error, assignments.isEmpty() ? Status.NONE_FITS : Status.ASSIGNED, assignments);
  }

  private static ClassifiedError classified(
      AskedError error, Status status, List<Assignment> assignments) {
    return new ClassifiedError(error.row(), error.prediction(), status, assignments);
  }
}
