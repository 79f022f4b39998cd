package io.github.em4j.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ExampleFormatProperties {

  @Provide
  Arbitrary<FineTuningExample> conversations() {
    Arbitrary<Message> messages =
        Combinators.combine(Arbitraries.of(Message.Role.class), texts())
            .as((role, text) -> new Message(role, text, List.of()));
    return Combinators.combine(messages.list().ofMinSize(1).ofMaxSize(4), completions())
        .as((prompt, completion) -> new FineTuningExample(new Prompt(prompt), completion));
  }

  @Provide
  Arbitrary<FineTuningExample> continuations() {
    Arbitrary<String> seams = Arbitraries.of(" ", "\n", "\t");
    return Combinators.combine(texts(), seams, texts())
        .as((prompt, seam, text) -> new FineTuningExample(Prompt.of(prompt), seam + text));
  }

  private static Arbitrary<String> texts() {
    // Everything but halves of surrogate pairs.
    return Arbitraries.strings()
        .withChars(" \n\r\t\"\\:#{}\u0000\u0085\u2028\uFEFFé漢")
        .withCharRange('a', 'z')
        .ofMaxLength(12);
  }

  private static Arbitrary<String> completions() {
    return texts().filter(text -> !text.isEmpty());
  }

  @Property(tries = 80)
  void whatIsWrittenIsRead(@ForAll("conversations") FineTuningExample example) throws IOException {
    for (ExampleFormat format : ExampleFormat.values()) {
      if (format != ExampleFormat.PROMPT_COMPLETION) {
        assertThat(writtenAndRead(format, example)).containsExactly(example);
      }
    }
  }

  @Property(tries = 80)
  void noWhiteSpaceIsLostWhereTextsMeet(@ForAll("continuations") FineTuningExample example)
      throws IOException {
    assertThat(writtenAndRead(ExampleFormat.PROMPT_COMPLETION, example)).containsExactly(example);
  }

  private static List<FineTuningExample> writtenAndRead(
      ExampleFormat format, FineTuningExample example) throws IOException {
    Path file = Files.createTempFile("examples", ".jsonl");
    try {
      format.write(List.of(example), file);
      return format.read(file);
    } finally {
      Files.delete(file);
    }
  }
}
