package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.openai.TokenLogProbability.Alternative;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

final class StoredAnswerProperties {

  @Property(tries = 300)
  void whatIsKeptIsReadBack(
      @ForAll String text,
      @ForAll FinishReason finish,
      @ForAll Optional<String> refusal,
      @ForAll @DoubleRange(min = -9999, max = 0) double logProbability,
      @ForAll @LongRange(min = 0, max = 1_000_000) long tokens,
      @ForAll long high,
      @ForAll long low) {
    var answer =
        new ChatAnswer(
            wellFormed(text),
            finish,
            refusal.map(StoredAnswerProperties::wellFormed),
            List.of(
                new TokenLogProbability(
                    wellFormed(text),
                    logProbability,
                    List.of(new Alternative("No", logProbability)))),
            new TokenUsage(tokens, tokens / 2),
            tokens / 3,
            tokens / 4,
            "m",
            Optional.of("req"));
    var stored = new StoredAnswer(new AnswerKey(high, low), "asked", answer);
    byte[] line = stored.toLine();
    assertThat(line).endsWith((byte) '\n');
    assertThat(new String(line, java.nio.charset.StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(StoredAnswer.parse(line)).isEqualTo(stored);
  }

  /** UTF-8 has no lone surrogates, so nothing that came over a wire holds one. */
  private static String wellFormed(String text) {
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new String(utf8, java.nio.charset.StandardCharsets.UTF_8);
  }
}
