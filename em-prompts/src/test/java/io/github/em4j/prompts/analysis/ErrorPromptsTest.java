package io.github.em4j.prompts.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.errors.ErrorClass;
import io.github.em4j.evaluation.errors.ErrorKind;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.prompts.Serializers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The prompts as golden files: a change of the wording is a change of the results. */
class ErrorPromptsTest {
  private static final ErrorPrompts PROMPTS = new ErrorPrompts("product", Serializers.titleOnly());
  private static final Predictions PREDICTIONS = Given.predictions("01", "10");

  @Test
  void asksForClassesOfFalsePositives() throws IOException {
    List<AskedError> sample =
        List.of(asked(0, Optional.empty()), asked(1, Optional.of("same kind")));

    assertThat(text(PROMPTS.discover(ErrorKind.FALSE_POSITIVE, 5, sample)))
        .isEqualTo(file("discover-false-positives.txt"));
  }

  @Test
  void asksForTheClassesOfAFalseNegative() throws IOException {
    assertThat(
            text(
                PROMPTS.assign(
                    ErrorKind.FALSE_NEGATIVE, Given.CLASSES, asked(1, Optional.empty()))))
        .isEqualTo(file("assign-false-negative.txt"));
  }

  @Test
  void marksTheDescriptionsAndTheReasonAsValues() {
    Prompt prompt =
        PROMPTS.discover(
            ErrorKind.FALSE_NEGATIVE,
            5,
            List.of(asked(0, Optional.of("no idea")), asked(1, Optional.empty())));

    Message question = prompt.messages().get(1);
    assertThat(
            question.values().stream()
                .map(value -> question.content().substring(value.start(), value.end())))
        .containsExactly("lamp L0", "lamp R0", "no idea", "lamp L1", "lamp R1");
  }

  @Test
  void aClassThatAModelWroteCannotChangeTheTemplate() {
    var odd = new ErrorClass("a {left}\n2. b", "c {{right}} 100 % %s");

    String system =
        PROMPTS
            .assign(ErrorKind.FALSE_POSITIVE, List.of(odd), asked(0, Optional.empty()))
            .messages()
            .get(0)
            .content();

    assertThat(system).contains("\n1. a {left} 2. b: c {{right}} 100 % %s\n");
  }

  private static AskedError asked(int row, Optional<String> explanation) {
    return new AskedError(row, PREDICTIONS.get(row), explanation);
  }

  private static String text(Prompt prompt) {
    var text = new StringBuilder();
    for (Message message : prompt.messages()) {
      text.append("=== ").append(message.role()).append('\n');
      text.append(message.content()).append('\n');
    }
    return text.toString();
  }

  private static String file(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ErrorPromptsTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
