package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.DatasetFormatException;
import io.github.em4j.dataset.DatasetSplit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingSetTest {
  @TempDir private Path temp;

  private static TrainingSetPipeline pipeline() {
    return TrainingSetPipeline.builder()
        .source("train", Given.pairs(20))
        .heldOut(new DatasetSplit("test", Given.pairs(20)))
        .prices(PricePerMillion.of("1", "2.5"))
        .step(Given.everything("all"))
        .step(Given.everySecond("half"))
        .build();
  }

  @Test
  void readsWhatAPipelineWroteAndWritesItAgain() {
    TrainingSet set = pipeline().run(temp.resolve("run"));

    TrainingSet read = TrainingSet.read(temp.resolve("run"));
    read.write(temp.resolve("copy"));

    assertThat(read.pairs()).isEqualTo(set.pairs());
    assertThat(read.sources()).isEqualTo(set.sources());
    assertThat(read.steps()).isEqualTo(set.steps());
    assertThat(read.summary()).hasToString(set.summary().toString());
    assertThat(Folders.content(temp.resolve("copy")))
        .isEqualTo(Folders.content(temp.resolve("run")));
  }

  @Test
  void isWrittenOverItselfAndOverNothingElse() throws IOException {
    TrainingSet set = pipeline().run(temp.resolve("run"));
    Map<String, String> before = Folders.content(temp.resolve("run"));
    set.write(temp.resolve("run"));
    assertThat(Folders.content(temp.resolve("run"))).isEqualTo(before);

    TrainingSetPipeline.builder().source("x", Given.pairs(1)).build().run(temp.resolve("other"));
    assertThatThrownBy(() -> set.write(temp.resolve("other")))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("sources[1].name was x and is train");
  }

  @Test
  void aLinePerPairKeepsTheOrderOfItsAttributes() throws IOException {
    Path file = temp.resolve("pairs.jsonl");
    String line =
        """
        {"key":"a:1","label":0,"left":{"id":"1","attributes":{"z":"1","a":"2"}},\
        "right":{"attributes":{}}}
        """;
    Files.writeString(file, line);

    List<TrainingPair> pairs = TrainingSet.readPairs(file);

    assertThat(pairs.get(0).pair().pair().left().attributes().keySet()).containsExactly("z", "a");
    assertThat(new String(JsonLines.line(PairJson.write(pairs.get(0))), StandardCharsets.UTF_8))
        .isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|the line must be an object, found [1]",
        "{|no JSON: ",
        "{} {}|no JSON: ",
        "{\"key\":1,\"left\":{\"attributes\":{}},\"right\":{\"attributes\":{}}}"
            + "|'key' must be a text, found 1",
        "{\"key\":\"a\",\"label\":2,\"left\":{\"attributes\":{}},\"right\":{\"attributes\":{}}}"
            + "|'label' must be 0 or 1, found 2",
        "{\"key\":\"a\",\"label\":0}|'left' must be an object, found nothing",
        "{\"key\":\"a\",\"lable\":0}|the line has an unknown field 'lable'",
        "{\"key\":\"a\",\"key\":\"b\"}|no JSON: Duplicate field 'key'",
        "{\"key\":\" \",\"label\":0,\"left\":{\"attributes\":{}},\"right\":{\"attributes\":{}}}"
            + "|the key of a pair must not be blank",
        "{\"key\":\"first\",\"label\":0,\"left\":{\"attributes\":{}},\"right\":{\"attributes\":{}}}"
            + "|the key first is there twice",
        "{\"key\":\"a\",\"label\":0,\"left\":{\"attributes\":{\"t\":3}},\"right\":{\"attributes\":{}}}|'left'"
            + " 'attributes' 't' must be a text, found 3",
      })
  void refusesALineThatIsNoPair(String line, String problem) throws IOException {
    Path file = temp.resolve("pairs.jsonl");
    String first =
        "{\"key\":\"first\",\"label\":1,\"left\":{\"attributes\":{}},\"right\":{\"attributes\":{}}}";
    Files.writeString(file, first + "\n" + line + "\n");

    assertThatThrownBy(() -> TrainingSet.readPairs(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageStartingWith(file + ", line 2: ")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesALineThatIsCutOff() throws IOException {
    pipeline().run(temp);
    Path record = temp.resolve("1-all.jsonl");
    String text = Files.readString(record);
    Files.writeString(record, text.substring(0, text.length() - 1));

    assertThatThrownBy(() -> TrainingSet.read(temp))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(record + ", line 20: the line is cut off; the file must end with a line end");
  }

  @Test
  void refusesARecordWithTooFewOrTooManyLines() throws IOException {
    pipeline().run(temp);
    Path record = temp.resolve("1-all.jsonl");
    List<String> lines = Files.readAllLines(record);

    Files.write(record, lines.subList(0, 19));
    assertThatThrownBy(() -> TrainingSet.read(temp))
        .hasMessage(record + ": the step was given 20 pairs, found 19 outcomes");

    var more = new ArrayList<>(lines);
    more.add(lines.get(0));
    Files.write(record, more);
    assertThatThrownBy(() -> TrainingSet.read(temp))
        .hasMessage(record + ", line 21: the step was given 20 pairs only");
  }

  @Test
  void refusesASetThatIsNotWhatItsStepsSay() throws IOException {
    TrainingSet set = pipeline().run(temp);
    Path file = temp.resolve("training-set.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(3, lines.get(3).replace("\"title\":\"", "\"title\":\"big "));
    Files.write(file, lines);

    assertThatThrownBy(() -> TrainingSet.read(temp))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageStartingWith(
            file + ", line 4: the last step passed on pair " + set.pairs().get(3).key());
  }

  @Test
  void refusesAnotherFormatAndAFolderWithoutASet() throws IOException {
    assertThatThrownBy(() -> TrainingSet.read(temp))
        .hasMessage(temp.resolve("run.json") + ": there is no training set in this folder");

    pipeline().run(temp);
    Path run = temp.resolve("run.json");
    Files.writeString(run, Files.readString(run).replace("\"format\" : 1", "\"format\" : 2"));
    assertThatThrownBy(() -> TrainingSet.read(temp))
        .hasMessage(run + ": the format must be 1, found 2");
  }

  @Test
  void summarisesStepsClassesLeaksAndCost() {
    TrainingSet set = pipeline().run(temp);
    TrainingSetSummary summary = set.summary();

    assertThat(summary.sources().get(0).balance().matches()).isEqualTo(7);
    TrainingSetSummary.Step all = summary.steps().get(0);
    assertThat(all.given()).isEqualTo(20);
    assertThat(all.counts().stream().mapToInt(TrainingSetSummary.Count::pairs).sum()).isEqualTo(20);
    assertThat(all.cost()).isEqualTo(Optional.of(PricePerMillion.of("1", "2.5").cost(all.usage())));
    int leaks = (int) set.pairs().stream().filter(pair -> pair.generatedFrom().isEmpty()).count();
    assertThat(leaks).isPositive();
    assertThat(summary.leaks())
        .singleElement()
        .matches(found -> found.byText() == leaks && found.byIds() == 0);
    assertThat(summary.toString())
        .contains("step 2, half: ", "leaks into test (20 pairs)", "price");
  }

  @Test
  void countsEachStepAtItsOwnPricesAndNoTotalWhereOneIsNotKnown() {
    TrainingSetPipeline.Builder pipeline =
        TrainingSetPipeline.builder()
            .source("train", Given.pairs(20))
            .step(Given.everything("teacher"), PricePerMillion.of("10", "40"))
            .step(Given.everything("judge"), PricePerMillion.of("1", "4"))
            .step(Given.everySecond("half"));
    TrainingSetSummary summary = pipeline.build().run(temp.resolve("known")).summary();

    BigDecimal teacher = PricePerMillion.of("10", "40").cost(summary.steps().get(0).usage());
    BigDecimal judge = PricePerMillion.of("1", "4").cost(summary.steps().get(1).usage());
    assertThat(teacher).isPositive();
    assertThat(judge).isPositive();
    assertThat(summary.cost()).contains(teacher.add(judge));
    assertThat(TrainingSet.read(temp.resolve("known")).summary().cost()).isEqualTo(summary.cost());

    TrainingSetSummary unknown =
        pipeline.step(Given.everything("third")).build().run(temp.resolve("unknown")).summary();
    assertThat(unknown.steps().get(0).cost()).contains(teacher);
    assertThat(unknown.cost()).isEmpty();
    assertThat(unknown.toString().lines().filter(line -> line.startsWith("cost:")))
        .singleElement()
        .asString()
        .doesNotContain("price");
  }
}
