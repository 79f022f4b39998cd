package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.MatchLabel;
import io.github.em4j.Provenance;
import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class CellFileProperties {

  /** What a line holds beside its place and the ids. */
  record Given(String left, String right, MatchLabel label, StoredAnswer stored) {}

  @Provide
  Arbitrary<StoredAnswer> answers() {
    // Any UTF-16, halves of characters and line ends too.
    Arbitrary<Optional<String>> text = Arbitraries.strings().all().ofMaxLength(20).optional();
    Arbitrary<OptionalDouble> probability =
        Arbitraries.doubles()
            .between(0, 1)
            .ofScale(17)
            .optional()
            .map(value -> value.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    Arbitrary<TokenUsage> usage =
        Combinators.combine(
                Arbitraries.longs().greaterOrEqual(0), Arbitraries.longs().greaterOrEqual(0))
            .as(TokenUsage::new);
    return Combinators.combine(
            Arbitraries.of(Answer.class),
            probability,
            text,
            Arbitraries.strings().all().ofMaxLength(20),
            Arbitraries.longs().greaterOrEqual(0),
            usage)
        .as(
            (answer, known, raw, error, nanos, tokens) -> {
              boolean failed = answer == Answer.FAILED;
              return new StoredAnswer(
                  answer,
                  failed ? OptionalDouble.empty() : known,
                  raw,
                  failed ? Optional.of(error) : Optional.empty(),
                  Duration.ofNanos(nanos),
                  tokens);
            });
  }

  @Provide
  Arbitrary<Given> lines() {
    Arbitrary<String> ids = Arbitraries.strings().all().ofMaxLength(8);
    return Combinators.combine(ids, ids, Arbitraries.of(MatchLabel.class), answers())
        .as(Given::new);
  }

  @Provide
  Arbitrary<CellKey> keys() {
    Arbitrary<String> names =
        Arbitraries.strings().all().ofMinLength(1).ofMaxLength(8).filter(name -> !name.isBlank());
    return Combinators.combine(
            names,
            names.optional(),
            names,
            names,
            names.optional(),
            names.optional(),
            Arbitraries.longs())
        .as(
            (matcher, source, dataset, split, variant, template, seed) ->
                new CellKey(new Arm(matcher, source), dataset, split, variant, template, seed));
  }

  private static CellHeader header(CellKey key, int pairs) {
    return new CellHeader(
        new CellHeader.Plan(
            key,
            "product",
            key.arm()
                .source()
                .map(
                    name ->
                        new CellHeader.Source(
                            "abt",
                            "product",
                            "ab12",
                            Optional.of("ef56").filter(hash -> pairs % 2 == 0))),
            pairs,
            "cd34",
            Map.of("rate", "1e-4", "note", "ü\n\"")),
        Provenance.of("m").with(Provenance.MODEL, "x\u2028y"));
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(
      @ForAll("keys") CellKey key, @ForAll @Size(max = 6) List<@From("lines") Given> given)
      throws IOException {
    var lines = new ArrayList<CellLine>();
    for (Given line : given) {
      lines.add(new CellLine(lines.size(), line.left(), line.right(), line.label(), line.stored()));
    }
    Path file = Files.createTempFile("cell", ".jsonl");
    try {
      CellFile.begin(file, header(key, lines.size()));
      CellFile.append(file, lines);

      CellFile.Content read = CellFile.read(file).orElseThrow();

      assertThat(read.header()).isEqualTo(header(key, lines.size()));
      assertThat(read.lines()).isEqualTo(lines);
      assertThat(read.isComplete()).isTrue();
      assertThat(read.bytes()).isEqualTo(Files.size(file));
      assertThat(Files.readAllLines(file)).hasSize(1 + lines.size());
    } finally {
      Files.delete(file);
    }
  }

  @Example
  void theFormatIsWhatItsVersionOneSays() throws IOException {
    Path file = Files.createTempFile("cell", ".jsonl");
    try {
      CellFile.begin(
          file,
          new CellHeader(
              new CellHeader.Plan(
                  new CellKey(
                      Arm.trained("llama", "abt"),
                      "wdc",
                      "test",
                      Optional.of("typos"),
                      Optional.of("simple-free"),
                      42),
                  "product",
                  Optional.of(new CellHeader.Source("abt", "product", "ab12", Optional.of("ef56"))),
                  2,
                  "cd34",
                  Map.of("rate", "1e-4")),
              Provenance.of("prompted").with(Provenance.VERSION, "1.0")));
      CellFile.append(
          file,
          List.of(
              new CellLine(
                  0,
                  "a",
                  "b",
                  MatchLabel.MATCH,
                  new StoredAnswer(
                      Answer.NON_MATCH,
                      OptionalDouble.of(0.25),
                      Optional.of("Non, désolé"),
                      Optional.empty(),
                      Duration.ofMillis(3),
                      new TokenUsage(80, 1))),
              new CellLine(
                  1,
                  "a",
                  "c",
                  MatchLabel.NON_MATCH,
                  new StoredAnswer(
                      Answer.FAILED,
                      OptionalDouble.empty(),
                      Optional.empty(),
                      Optional.of("timeout"),
                      Duration.ZERO,
                      TokenUsage.NONE))));

      assertThat(Files.readString(file))
          .isEqualTo(
              """
              {"format":"em4j-study-cell","version":1,"matcher":"llama","source":"abt",\
              "dataset":"wdc","split":"test","variant":"typos","template":"simple-free","seed":42,\
              "domain":"product","trainedOn":{"dataset":"abt","domain":"product","pairsHash":"ab12",\
              "validationHash":"ef56"},\
              "pairs":2,"pairsHash":"cd34","settings":{"rate":"1e-4"},\
              "provenance":{"matcher":"prompted","em4jVersion":"1.0"}}
              {"ordinal":0,"left":"a","right":"b","label":"MATCH","answer":"NON_MATCH",\
              "matchProbability":0.25,"rawAnswer":"Non, d\\u00E9sol\\u00E9",\
              "latencyNanos":3000000,"promptTokens":80,"completionTokens":1}
              {"ordinal":1,"left":"a","right":"c","label":"NON_MATCH","answer":"FAILED",\
              "error":"timeout","latencyNanos":0,"promptTokens":0,"completionTokens":0}
              """);
    } finally {
      Files.delete(file);
    }
  }
}
