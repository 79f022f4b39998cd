package io.github.em4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ChatJsonLinesProperties {

  @Property(tries = 200)
  void whatIsWrittenIsReadBack(@ForAll("examples") List<FineTuningExample> examples)
      throws IOException {
    FineTuningData data = new FineTuningData("any", examples, List.of());
    Path file = Files.createTempFile("chat", ".jsonl");
    try {
      ChatJsonLines.writeExamples(data, file);
      List<FineTuningExample> read = ChatJsonLines.read(file);
      assertThat(read).isEqualTo(examples);
      assertThat(new FineTuningData("again", read, List.of()).sha256()).isEqualTo(data.sha256());
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 200)
  void anotherTextIsAnotherHash(
      @ForAll("examples") List<FineTuningExample> one,
      @ForAll("examples") List<FineTuningExample> other) {
    String first = new FineTuningData("a", one, List.of()).sha256();
    String second = new FineTuningData("b", other, List.of()).sha256();
    assertThat(first.equals(second)).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<List<FineTuningExample>> examples() {
    // Texts with an unpaired surrogate have no form in UTF-8.
    Arbitrary<String> text =
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withChars('\n', '\r', '\t', '"', '\\', 'é', '\u2028', '\u0000')
            .ofMaxLength(12);
    Arbitrary<Message> message =
        Combinators.combine(Arbitraries.of(Message.Role.class), text)
            .as((role, content) -> new Message(role, content, List.of()));
    Arbitrary<FineTuningExample> example =
        Combinators.combine(
                message.list().ofMinSize(1).ofMaxSize(3), text.filter(t -> !t.isEmpty()))
            .as((messages, answer) -> new FineTuningExample(new Prompt(messages), answer));
    return example.list().ofMinSize(1).ofMaxSize(4).map(ArrayList::new);
  }
}
