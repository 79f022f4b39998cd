package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code evaluate --matcher llama} and {@code match} over a tiny checkpoint of random weights. */
final class LlamaCommandsTest {
  private static final List<String> ABSENT_WITHOUT_TRAINING =
      List.of("trainedOn", "trainSplit", "validationSplit", "trainingSeconds");

  @TempDir private static Path shared;
  @TempDir private Path folder;

  @BeforeAll
  static void makeModelAndData() {
    assertThat(Program.run("make-checkpoint", "--shape", "tiny", "--out", model()).status())
        .isZero();
    assertThat(Program.run("synthesize", "--out", shared.toString()).status()).isZero();
  }

  @Test
  void evaluatesAModelAsItIs() throws IOException {
    Path file = folder.resolve("figures.json");
    Program program = evaluate("--limit", "20", "--json", file.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err())
        .contains("Opening " + model() + " on cpu ...")
        .contains("Opened as FP32 in ")
        .contains("20 of ")
        .contains("asking about 'product' by title only");
    assertThat(program.out())
        .containsPattern("synthetic-products +– +llama +20 of \\d+ ")
        .contains("average precision")
        .contains("a pair is a match from p(match) 0.5 on")
        .contains("on a sample of test splits (--limit)")
        .contains("template domain-complex-force (product)@")
        .doesNotContain("chosen on validation");

    JsonNode row = new ObjectMapper().readTree(file.toFile()).get(0);
    assertThat(row.get("matcher").asText()).isEqualTo("llama");
    assertThat(row.get("pairs").asInt()).isEqualTo(20);
    assertThat(row.get("sampledFrom").asInt()).isGreaterThan(20);
    assertThat(row.get("sampleSeed").asInt()).isEqualTo(42);
    assertThat(row.get("unparsed").asInt()).isZero();
    assertThat(row.get("failed").asInt()).isZero();
    assertThat(row.get("promptTokens").asLong()).isGreaterThan(20 * 40);
    assertThat(row.get("brierScore").asDouble()).isBetween(0.0, 1.0);
    assertThat(row.fieldNames()).toIterable().doesNotContainAnyElementsOf(ABSENT_WITHOUT_TRAINING);
    JsonNode provenance = row.get("provenance");
    assertThat(provenance.get("model").asText()).startsWith("onnx:model/FP32@");
    assertThat(provenance.get("precision").asText()).isEqualTo("FP32");
    assertThat(provenance.get("device").asText()).isEqualTo("cpu");
    assertThat(provenance.get("threshold").asText()).isEqualTo("0.5");
    assertThat(provenance.has("adapter")).isFalse();
  }

  @Test
  void drawsTheSamePairsForTheSameSeed() {
    JsonNode first = evaluate("--limit", "12", "--json", "-").json().get(0);
    JsonNode second = evaluate("--limit", "12", "--json", "-").json().get(0);
    JsonNode other = evaluate("--limit", "12", "--seed", "1", "--json", "-").json().get(0);
    assertThat(first.get("brierScore")).isEqualTo(second.get("brierScore"));
    assertThat(first.get("brierScore")).isNotEqualTo(other.get("brierScore"));
    assertThat(first.get("positives")).isEqualTo(other.get("positives"));
  }

  @Test
  void saysWhatWasAskedInTheProvenance() {
    Program program =
        evaluate(
            "--limit",
            "4",
            "--template",
            "domain-simple-free",
            "--entity",
            "offer",
            "--attributes",
            "title,price",
            "--precision",
            "int8",
            "--json",
            "-");
    assertThat(program.status()).as(program.err()).isZero();
    JsonNode provenance = program.json().get(0).get("provenance");
    assertThat(provenance.get("template").asText()).startsWith("domain-simple-free (offer)@");
    assertThat(provenance.get("serializer").asText()).contains("[title, price]");
    assertThat(provenance.get("precision").asText()).isEqualTo("INT8");
  }

  @Test
  void asksAboutPublicationsWithTheirAuthors() {
    Program program =
        Program.run(
            "evaluate",
            "--matcher",
            "llama",
            "--model",
            model(),
            "--limit",
            "4",
            "--data",
            shared.resolve("synthetic-publications").toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err()).contains("asking about 'publication' by values of [title, authors");
  }

  @Test
  void limitsTheBaselineAsWell() {
    Program program = Program.run("evaluate", "--data", products(), "--limit", "10", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    JsonNode row = program.json().get(0);
    assertThat(row.get("pairs").asInt()).isEqualTo(10);
    assertThat(row.has("promptTokens")).isFalse();
    assertThat(row.fieldNames()).toIterable().containsAll(ABSENT_WITHOUT_TRAINING);
  }

  @Test
  void decidesOnePair() throws IOException {
    Path file = folder.resolve("decision.json");
    Program program = match("--json", file.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out().lines().map(line -> line.replaceFirst(" .*", "")))
        .containsExactly(
            "left", "right", "decision", "p(match)", "tokens", "seconds", "provenance");
    assertThat(program.out())
        .contains("left        a = b; c\n")
        .containsPattern("decision    (no )?match\n")
        .containsPattern("p\\(match\\)    0\\.\\d{4}\n");
    JsonNode decision = new ObjectMapper().readTree(file.toFile());
    double probability = decision.get("matchProbability").asDouble();
    assertThat(decision.get("label").asText())
        .isEqualTo(probability >= 0.5 ? "MATCH" : "NON_MATCH");
    assertThat(decision.get("left").get("title").asText()).isEqualTo("a = b; c");
    assertThat(decision.get("completionTokens").asInt()).isZero();
    assertThat(decision.has("rawAnswer")).isFalse();
    assertThat(decision.get("provenance").get("template").asText()).contains("(entity)");
  }

  @Test
  void decidesTheSameInBothOrdersWhicheverSideARecordStandsOn() {
    String[] sides = {"title=acme x1", "title=acme x2 red"};
    double[] probabilities = new double[2];
    for (int i = 0; i < 2; i++) {
      Program program =
          Program.run(
              "match",
              "--model",
              model(),
              "--left",
              sides[i],
              "--right",
              sides[1 - i],
              "--both-orders",
              "--json",
              "-");
      assertThat(program.status()).as(program.err()).isZero();
      assertThat(program.json().get("provenance").get("orders").asText()).isEqualTo("both");
      probabilities[i] = program.json().get("matchProbability").asDouble();
    }
    assertThat(probabilities[0]).isCloseTo(probabilities[1], within(1e-6));
  }

  @Test
  void mergesAnAdapterAndNamesItsHash() {
    Path adapter = folder.resolve("adapter");
    float[] matrix = new float[4 * 64];
    Arrays.fill(matrix, 0.3f);
    var writer =
        new LoraAdapterWriter(new AdapterConfig(4, 8, false, Set.of("q_proj"), 0, "model"));
    for (int layer = 0; layer < 2; layer++) {
      writer.add("model.layers." + layer + ".self_attn.q_proj", 64, 64, matrix, matrix);
    }
    writer.write(adapter);

    JsonNode plain = match("--json", "-").json();
    JsonNode adapted = match("--adapter", adapter.toString(), "--json", "-").json();
    assertThat(adapted.get("matchProbability")).isNotEqualTo(plain.get("matchProbability"));
    assertThat(adapted.get("provenance").get("adapter").asText())
        .isEqualTo(LoraAdapter.open(adapter, CheckpointShape.TINY.config()).sha256());
    assertThat(plain.get("provenance").has("adapter")).isFalse();
  }

  @Test
  void countsPairsThatFailAndSaysWhyTheFirstDid() throws IOException {
    String tooLong = "word ".repeat(3000);
    Path pairs = folder.resolve("test.csv");
    Files.writeString(pairs, "left,right,label\na,b,1\n%s,b,0\n".formatted(tooLong));
    Program some = ask(pairs, "--json", "-");
    assertThat(some.status()).as(some.err()).isZero();
    assertThat(some.err()).contains("Note: 1 of the pairs failed").contains("2048");
    assertThat(some.json().get(0).get("failed").asInt()).isEqualTo(1);
    assertThat(some.json().get(0).has("sampledFrom")).isFalse();

    Files.writeString(pairs, "left,right,label\n%s,b,0\n".formatted(tooLong));
    Program none = ask(pairs);
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("not one of 1 pairs could be decided").contains("2048");
  }

  @Test
  void saysWhenAnAnswerHoldsNoExplanation() {
    Program program = match("--explain", "--max-tokens", "8");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("undecided")
        .contains("The answer holds no explanation")
        .contains("8 written")
        .doesNotContain("\u0000");
  }

  @Test
  void namesTheAttributesThatTheModelDoesNotRead() {
    Program program = match("--left", "price=5");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err()).contains("Not read by the model: price");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          evaluate --matcher llama                          | needs --model DIR
          evaluate --model MODEL                            | --model is an option of --matcher llama
          evaluate --entity offer                           | --entity is an option of --matcher llama
          evaluate --matcher llama --model MODEL --cross    | --cross is an option of --matcher baseline
          evaluate --matcher llama --model no/such          | no such file or folder: no/such
          evaluate --limit 0                                | --limit must be at least 1
          evaluate --matcher llama --model MODEL --template x | must be one of [domain-complex-force,
          evaluate --matcher llama --model MODEL --device x | 'cpu', 'cuda'
          evaluate --matcher llama --model MODEL --threads 0 | threads must be at least 1
          evaluate --matcher llama --model MODEL --precision bf16 | must be one of [FP32, INT8]
          evaluate --matcher llama --model MODEL --precision x | --precision
          evaluate --matcher llama --model MODEL --attributes x | have [
          match --left title=a --right title=b              | needs --model DIR
          match --model MODEL --left title=a                | --right
          match --model MODEL --left title --right title=b  | --left needs NAME=VALUE
          match --model MODEL --left title=a --right =b     | --right needs NAME=VALUE
          match --model MODEL --left title= --right title=b | --left needs NAME=VALUE
          match --model MODEL --left price=5 --right title=b | it needs one of [title, name]
          match --model MODEL --left title=a --right title=b --max-tokens 0 | --max-tokens must be
          match --model MODEL --left title=a --right title=b --max-tokens 9 | does not go without it
          match --model MODEL --left t=a --left t=b --right t=b | --left gives 't' twice
          match --model MODEL --left title=a --right title=b --explain --both-orders | does not go with --explain
          """)
  void refusesBadArguments(String line, String message) {
    Program program = Program.run(line.replace("MODEL", model()).split(" "));
    assertThat(program.status()).as(program.err()).isEqualTo(2);
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).contains(message);
  }

  @Test
  void aFolderThatIsNoCheckpointIsNamed() {
    Program program =
        Program.run("match", "--model", products(), "--left", "title=a", "--right", "title=b");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).contains(products()).contains("config.json");
  }

  @Test
  void aGpuThatIsNotThereEndsWithTheEnginesMessage() {
    Program program = match("--device", "cuda:99");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).containsIgnoringCase("cuda");
    assertThat(program.out()).isEmpty();
  }

  private static String model() {
    return shared.resolve("model").toString();
  }

  private static String products() {
    return shared.resolve("synthetic-products").toString();
  }

  private static Program evaluate(String... more) {
    return ask(Path.of(products()), more);
  }

  private static Program ask(Path data, String... more) {
    return with(
        more, "evaluate", "--matcher", "llama", "--model", model(), "--data", data.toString());
  }

  private static Program match(String... more) {
    return with(
        more, "match", "--model", model(), "--left", "title=a = b; c", "--right", "title=b");
  }

  private static Program with(String[] more, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return Program.run(all.toArray(String[]::new));
  }
}
