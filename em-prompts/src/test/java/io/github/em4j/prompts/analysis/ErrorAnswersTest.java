package io.github.em4j.prompts.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.errors.ClassifiedError.Assignment;
import io.github.em4j.evaluation.errors.ErrorClass;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorAnswersTest {
  private static final ErrorClass MODEL = Given.CLASSES.get(0);
  private static final ErrorClass ACCESSORY = Given.CLASSES.get(1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"classes\": [{\"class\": 2, \"confidence\": 0.9}, {\"class\": 1, \"confidence\": 0.25}]}",
        "```json\n{\"classes\": [{\"class\": 1, \"confidence\": 0.25},\n"
            + "{\"class\": 2, \"confidence\": 0.9}]}\n```\nI hope this helps {really}.",
        "[{'Class': '2', 'Confidence': '90 %'}, {'Class': '1', 'Confidence': '25%'},]",
        "{\"classes\": [{\"class\": \"Accessory\", \"confidence\": 90},"
            + " {\"class\": \"model differs\", \"confidence\": 25}]}",
        "{\"classes\": [{\"class\": 2, \"confidence\": 0.9}, {\"class\": 1, \"confidence\": 0.25}",
        "{\"classes\": [{\"class\": 2, \"confidence\": 0.9}, {\"class\": 7, \"confidence\": 1},"
            + " {\"class\": 2, \"confidence\": 0.1}, {\"class\": 1, \"confidence\": 0.25}]}"
      })
  void readsAssignmentsHoweverTheyAreWritten(String answer) {
    assertThat(ErrorAnswers.assignments(answer, Given.CLASSES))
        .contains(List.of(new Assignment(ACCESSORY, 0.9), new Assignment(MODEL, 0.25)));
  }

  @Test
  void anEmptyListSaysThatNoClassFits() {
    assertThat(ErrorAnswers.assignments("Sure! {\"classes\": []}", Given.CLASSES))
        .contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Class 2, I am sure.",
        "[1, 2]",
        "{\"classes\": [1]}",
        "{\"classes\": [{\"class\": 3, \"confidence\": 1}]}",
        "{\"classes\": [{\"class\": 1, \"confidence\": \"high\"}]}",
        "{\"classes\": [{\"class\": 1, \"confidence\": 4}]}",
        "{\"classes\": [{\"class\": 1, \"confidence\": -0.5}]}",
        "{\"classes\": [{\"class\": 1"
      })
  void otherAnswersCannotBeRead(String answer) {
    assertThat(ErrorAnswers.assignments(answer, Given.CLASSES)).isEmpty();
  }

  @Test
  void readsClassesOnceEachAndNotMoreThanAskedFor() {
    String answer =
        """
        Here are the classes:
        ```json
        {"classes": [
          {"name": "Model differs", "description": "Two  models\\nof one series."},
          {"name": "model differs.", "description": "again"},
          {"name": "no description"},
          {"title": "accessory", "definition": "A part."},
          {"name": "third", "description": "One too many."}
        ]}
        ```
        """;

    assertThat(ErrorAnswers.classes(answer, 2))
        .containsExactly(
            new ErrorClass("Model differs", "Two models of one series."),
            new ErrorClass("accessory", "A part."));
    assertThat(ErrorAnswers.classes("There are two classes.", 2)).isEmpty();
  }
}
