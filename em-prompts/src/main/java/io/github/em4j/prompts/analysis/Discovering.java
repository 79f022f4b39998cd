package io.github.em4j.prompts.analysis;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.evaluation.errors.ErrorClass;
import io.github.em4j.evaluation.errors.ErrorKind;
import io.github.em4j.model.Prompt;
import java.util.List;
import java.util.Optional;

/** Asks which classes of errors there are. */
record Discovering(ErrorPrompts prompts, int maxClasses) {
  private static final String COMPLAINT =
      "The answer has no class with a name and a description in it. Answer with the JSON object"
          + " that was asked for and nothing else.";

  /** The classes that the model names; none where no error can be written or no answer read. */
  List<ErrorClass> discover(ErrorKind kind, List<AskedError> sample, Questions asking) {
    List<AskedError> writable = sample.stream().filter(this::canBeWritten).toList();
    if (writable.isEmpty()) {
      return List.of();
    }
    Prompt prompt = prompts.discover(kind, maxClasses, writable);
    return asking.ask(List.of(prompt), this::read, COMPLAINT).get(0).value().orElse(List.of());
  }

  private Optional<List<ErrorClass>> read(String answer) {
    return Optional.of(ErrorAnswers.classes(answer, maxClasses))
        .filter(classes -> !classes.isEmpty());
  }

  private boolean canBeWritten(AskedError error) {
    try {
      prompts.requireWritable(error);
      return true;
    } catch (EntityMatchingException e) {
      return false;
    }
  }
}
