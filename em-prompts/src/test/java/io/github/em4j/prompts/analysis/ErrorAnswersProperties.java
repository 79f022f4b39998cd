package io.github.em4j.prompts.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.errors.ClassifiedError.Assignment;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ErrorAnswersProperties {

  @Property
  void whateverAModelWritesIsReadWithoutFailure(@ForAll("answers") String answer) {
    Optional<List<Assignment>> assignments = ErrorAnswers.assignments(answer, Given.CLASSES);

    assignments.ifPresent(
        read -> {
          assertThat(read.stream().map(Assignment::errorClass)).doesNotHaveDuplicates();
          assertThat(Given.CLASSES).containsAll(read.stream().map(Assignment::errorClass).toList());
          for (int i = 1; i < read.size(); i++) {
            assertThat(read.get(i).confidence()).isLessThanOrEqualTo(read.get(i - 1).confidence());
          }
        });
    assertThat(ErrorAnswers.classes(answer, 3)).hasSizeLessThanOrEqualTo(3);
  }

  @Property
  void aConfidenceIsReadAsItWasWritten(@ForAll @IntRange(max = 100) int percent) {
    String answer =
        "{\"classes\": [{\"class\": 1, \"confidence\": %s}]}".formatted(percent / 100.0);

    assertThat(ErrorAnswers.assignments(answer, Given.CLASSES))
        .contains(List.of(new Assignment(Given.CLASSES.get(0), percent / 100.0)));
  }

  /** Pieces of answers in any order, so that broken ones are as frequent as whole ones. */
  @Provide
  Arbitrary<String> answers() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            "\"classes\"",
            ":",
            ",",
            "\"class\"",
            "\"confidence\"",
            "1",
            "2",
            "0.5",
            "\"name\"",
            "\"description\"",
            "\"accessory\"",
            "'",
            "\\",
            "```json\n",
            "\n",
            "{\"class\": 1, \"confidence\": 0.5}",
            "{\"name\": \"a\", \"description\": \"b\"}",
            "{\"classes\": []}")
        .list()
        .ofMaxSize(25)
        .map(pieces -> String.join("", pieces));
  }
}
