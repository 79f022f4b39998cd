package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader makes of each form. What it says of broken files is in BrokenFilesTest. */
class DatasetReaderTest {

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<LabeledPair> pairs(Path file) {
    return DatasetReader.open(file).splits().get(0).pairs();
  }

  private static LabeledPair onlyPair(Path file) {
    List<LabeledPair> pairs = pairs(file);
    assertThat(pairs).hasSize(1);
    return pairs.get(0);
  }

  private static Path deepMatcherFolder(Path parent, String name) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    Files.writeString(folder.resolve("tableA.csv"), "id,name,price\n1,one,\n2,two,2.0\n");
    Files.writeString(folder.resolve("tableB.csv"), "id,name\n1,uno\n3,tre\n");
    Files.writeString(folder.resolve("train.csv"), "ltable_id,rtable_id,label\n1,1,1\n2,1,0\n");
    Files.writeString(folder.resolve("valid.csv"), "ltable_id,rtable_id,label\n2,3,0\n");
    Files.writeString(folder.resolve("test.csv"), "ltable_id,rtable_id,label\n");
    return folder;
  }

  @Test
  void aDeepMatcherFolderGivesItsSplitsWithTheRecordsOfBothTables() throws IOException {
    Dataset dataset = DatasetReader.open(deepMatcherFolder(folder, "abt-buy"));

    assertThat(dataset.name()).isEqualTo("abt-buy");
    assertThat(dataset.splits())
        .extracting(DatasetSplit::name, DatasetSplit::size, DatasetSplit::positives)
        .containsExactly(tuple("train", 2, 1), tuple("valid", 1, 0), tuple("test", 0, 0));
    LabeledPair second = dataset.require(Dataset.TRAIN).pairs().get(1);
    assertThat(second.pair().id()).isEqualTo("abt_2#buy_1");
    assertThat(second.pair().left().attributes())
        .containsExactly(Map.entry("name", "two"), Map.entry("price", "2.0"));
    assertThat(second.pair().right().attributes()).containsExactly(Map.entry("name", "uno"));
    assertThat(second.annotations()).isEqualTo(PairAnnotations.NONE);
  }

  @Test
  void aFolderThatIsNoDataSetIsToldFromABrokenOne() throws IOException {
    Path broken = deepMatcherFolder(folder, "abt-buy");
    Files.writeString(broken.resolve("test.csv"), "ltable_id,rtable_id,label\n9,1,1\n");

    assertThatThrownBy(() -> DatasetReader.open(folder))
        .isInstanceOfSatisfying(
            DatasetFormatException.class,
            e -> {
              assertThat(e.isUnknownLayout()).isTrue();
              assertThat(e.file()).isEqualTo(folder);
            });
    assertThatThrownBy(() -> DatasetReader.open(broken))
        .isInstanceOfSatisfying(
            DatasetFormatException.class, e -> assertThat(e.isUnknownLayout()).isFalse());
  }

  @ParameterizedTest
  @CsvSource({
    "abt-buy, abt_1#buy_1",
    "products, a_1#b_1",
    "one-two-three, a_1#b_1",
    "dblp-dblp, a_1#b_1",
    "-buy, a_1#b_1"
  })
  void idsNameTheSourceThatTheFolderNames(String name, String id) throws IOException {
    Dataset dataset = DatasetReader.open(deepMatcherFolder(folder, name));

    assertThat(dataset.require("train").pairs().get(0).pair().id()).isEqualTo(id);
  }

  @Test
  void aPairFileAloneFindsTheTablesBesideIt() throws IOException {
    Path deepMatcher = deepMatcherFolder(folder, "abt-buy");

    Dataset dataset = DatasetReader.open(deepMatcher.resolve("valid.csv"));

    assertThat(dataset.name()).isEqualTo("valid");
    assertThat(dataset.require(Dataset.VALIDATION).pairs())
        .isEqualTo(DatasetReader.open(deepMatcher).require(Dataset.VALIDATION).pairs());
  }

  @Test
  void aTableIsReadWithTheIdsOfTheFileOrThoseOfItsSource() throws IOException {
    Path table = deepMatcherFolder(folder, "abt-buy").resolve("tableA.csv");

    assertThat(DatasetReader.readTable(table))
        .containsExactly(
            new EntityDescription("1", Map.of("name", "one")),
            EntityDescription.of("2").with("name", "two").with("price", "2.0"));
    assertThat(DatasetReader.readTable(table, "abt"))
        .extracting(EntityDescription::id)
        .containsExactly("abt_1", "abt_2");
  }

  @Test
  void wdcJsonLinesGiveAttributesIdsAndAnnotations() throws IOException {
    Path file =
        write(
            "gs.json",
            "{\"id_left\":7,\"brand_left\":null,\"title_left\":\"a \\u00e9\",\"price_left\":1e3,"
                + "\"cluster_id_left\":70,\"id_right\":\"x8\",\"title_right\":\"b\",\"price_right\":"
                + "104.950,\"cluster_id_right\":71,\"pair_id\":\"7#x8\",\"label\":0,"
                + "\"is_hard_negative\":true}\n");

    LabeledPair pair = onlyPair(file);

    assertThat(pair.pair().left())
        .isEqualTo(new EntityDescription("7", Map.of("title", "a \u00e9", "price", "1e3")));
    assertThat(pair.pair().right())
        .isEqualTo(new EntityDescription("x8", Map.of("title", "b", "price", "104.950")));
    assertThat(pair.label()).isEqualTo(MatchLabel.NON_MATCH);
    assertThat(pair.annotations())
        .isEqualTo(new PairAnnotations(Optional.of("70"), Optional.of("71"), Optional.of(true)));
  }

  @Test
  void jsonLinesMayLeaveFieldsOutAndOrderThemAsTheyLike() throws IOException {
    Path file =
        write(
            "pairs.jsonl",
            "{\"title_left\":\"a\",\"title_right\":\"b\",\"label\":1}\n\n"
                + "{\"label\":0,\"title_right\":\"d\",\"brand_left\":\"x\",\"title_left\":\"c\"}");

    assertThat(pairs(file))
        .extracting(pair -> pair.pair().left().attributes(), LabeledPair::label)
        .containsExactly(
            tuple(Map.of("title", "a"), MatchLabel.MATCH),
            tuple(Map.of("brand", "x", "title", "c"), MatchLabel.NON_MATCH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title_left,title_right,id_left,id_right,label,note",
        "left_title,right_title,left_id,right_id,label,note",
        "ltable_title,rtable_title,ltable_id,rtable_id,label,note"
      })
  void oneTableCsvMayNameItsSidesInThreeWays(String header) throws IOException {
    LabeledPair pair = onlyPair(write("pairs.csv", header + "\na,b,1,2,1,ignored\n"));

    assertThat(pair.pair().left()).isEqualTo(new EntityDescription("1", Map.of("title", "a")));
    assertThat(pair.pair().right()).isEqualTo(new EntityDescription("2", Map.of("title", "b")));
    assertThat(pair.label()).isEqualTo(MatchLabel.MATCH);
  }

  @Test
  void plainTextBecomesTheTitle() throws IOException {
    LabeledPair pair =
        onlyPair(
            write(
                "answers.jsonl",
                "{\"task\":\"t\",\"pair_id\":\"abt_1#buy_2\",\"left\":\"a\",\"right\":\"b\","
                    + "\"label\":1,\"is_hard_negative\":false,\"response_raw\":\"Yes\"}"));

    assertThat(pair.pair().left()).isEqualTo(new EntityDescription("abt_1", Map.of("title", "a")));
    assertThat(pair.pair().right()).isEqualTo(new EntityDescription("buy_2", Map.of("title", "b")));
    assertThat(pair.annotations().hardNegative()).contains(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "a#b#c", "#b", "a#", "#"})
  void aPairIdThatIsNotTwoIdsGivesNone(String pairId) throws IOException {
    LabeledPair pair = onlyPair(write("p.csv", "pair_id,left,right,label\n" + pairId + ",a,b,1\n"));

    assertThat(pair.pair().id()).isEqualTo("#");
  }

  @Test
  void promptsAreTakenApartIntoTheirEntities() throws IOException {
    Path file =
        write(
            "train.csv",
            """
            prompt,completion
            "Do they match? Entity 1: 'a 27"" 'curved' tv'. Entity 2: 'it''s.'.",Yes
            Same? Entity 1: ''. Entity 2: 'b'.," no. They differ."
            """);

    assertThat(pairs(file))
        .extracting(
            pair -> pair.pair().left().attributes(),
            pair -> pair.pair().right().attributes(),
            LabeledPair::label)
        .containsExactly(
            tuple(
                Map.of("title", "a 27\" 'curved' tv"), Map.of("title", "it''s."), MatchLabel.MATCH),
            tuple(Map.of(), Map.of("title", "b"), MatchLabel.NON_MATCH));
  }

  @Test
  void dittoTextGivesAttributesWithoutIds() throws IOException {
    Path file =
        write(
            "valid.txt",
            "COL title VAL COL VAL a COL b COL brand name VAL  COL year VAL 1999 \t"
                + "COL title VAL\t1\r\n\t \t0\n");

    Dataset dataset = DatasetReader.open(file);

    List<LabeledPair> pairs = dataset.require(Dataset.VALIDATION).pairs();
    assertThat(pairs)
        .extracting(LabeledPair::label)
        .containsExactly(MatchLabel.MATCH, MatchLabel.NON_MATCH);
    assertThat(pairs.get(0).pair().left().attributes())
        .containsExactly(Map.entry("title", "COL VAL a COL b"), Map.entry("year", "1999"));
    assertThat(pairs.get(0).pair().right()).isEqualTo(EntityDescription.of(""));
    assertThat(pairs.get(1).pair().left()).isEqualTo(EntityDescription.of(""));
  }

  @Test
  void aFolderOfSplitsMayMixForms() throws IOException {
    write("training.txt", "COL t VAL a\tCOL t VAL b\t1\n");
    write("dev.jsonl", "{\"left\":\"a\",\"right\":\"b\",\"label\":0}\n");
    write("test.csv", "left,right,label\na,b,1\n");
    write("notes.txt", "not data at all");

    Dataset dataset = DatasetReader.open(folder);

    assertThat(dataset.splits())
        .extracting(DatasetSplit::name, DatasetSplit::positives)
        .containsExactly(tuple("train", 1), tuple("valid", 0), tuple("test", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "paper_test_gs.csv, test",
    "wdc_train_small.csv, train",
    "my-val.csv, valid",
    "evaluation.csv, evaluation",
    "train_test.csv, train_test",
    "pairs.v2.csv, pairs.v2"
  })
  void aFileAloneIsTheSplitThatItsNameSays(String file, String split) throws IOException {
    Dataset dataset = DatasetReader.open(write(file, "left,right,label\n"));

    assertThat(dataset.splits()).extracting(DatasetSplit::name).containsExactly(split);
    assertThat(dataset.splits().get(0).size()).isZero();
  }

  @Test
  void wdcFilesAreSplitsByRoleAndSize() throws IOException {
    String line = "{\"title_left\":\"a\",\"title_right\":\"b\",\"label\":1}\n";
    write("wdcproducts50cc50rnd000un_train_small.json", line);
    write("wdcproducts50cc50rnd100un_gs.json", line);
    write("wdcproducts50cc50rnd050un_test_gs.json", line);
    write("train_large_prompt_completion.csv", "prompt,completion\n");
    write("readme.txt", "ignored");

    Dataset dataset = DatasetReader.open(folder);

    assertThat(dataset.splits())
        .extracting(DatasetSplit::name)
        .containsExactlyInAnyOrder("train_small", "train_large", "test_050un", "test_100un");
    assertThat(dataset.roles())
        .containsExactlyInAnyOrderEntriesOf(Map.of("train", "train_small", "test", "test_050un"));
    assertThat(dataset.split(Dataset.VALIDATION)).isEmpty();
  }

  @Test
  void gzipIsRecognisedByItsFirstBytesAndNotByTheName() throws IOException {
    Path file = folder.resolve("pairs.csv");
    Files.write(file, gzip("left,right,label\na,b,1\n"));
    Path plain = write("pairs.csv.gz", "left,right,label\na,b,1\n");

    assertThat(pairs(file)).hasSize(1).isEqualTo(pairs(plain));
  }

  @Test
  void gzipMayComeInSeveralMembers() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(gzip("left,right,label\na,"));
    bytes.write(gzip("b,1\nc,d,0\n"));

    assertThat(pairs(Files.write(folder.resolve("pairs.csv.gz"), bytes.toByteArray()))).hasSize(2);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFleft,right,label\na,b,1\n",
        "left,right,label\r\na,b,1\r\n",
        "left,right,label\ra,b,1\r",
        "left,right,label\n\n\na,b,1\n\n\n",
        "\n\nleft,right,label\na,b,1",
        "\"left\",\"right\",\"label\"\n\"a\",\"b\",\"1\"\n",
        "\uFEFF{\"left\":\"a\",\"right\":\"b\",\"label\":1}",
        "\r\n{\"left\":\"a\",\"right\":\"b\",\"label\":1}\r\n\r\n"
      })
  void byteOrderMarksLineEndsAndBlankLinesMakeNoDifference(String text) throws IOException {
    LabeledPair pair = onlyPair(write("pairs", text));

    assertThat(pair.pair().left().attributes()).isEqualTo(Map.of("title", "a"));
    assertThat(pair.pair().right().attributes()).isEqualTo(Map.of("title", "b"));
    assertThat(pair.label()).isEqualTo(MatchLabel.MATCH);
  }

  @Test
  void blankAndNullValuesAreMissing() throws IOException {
    Path csv = write("a.csv", "name_left,price_left,name_right,label\nx,,\" \",0\n");
    Path json =
        write(
            "a.jsonl", "{\"name_left\":\"x\",\"price_left\":null,\"name_right\":\"\",\"label\":0}");

    assertThat(onlyPair(csv)).isEqualTo(onlyPair(json));
    assertThat(onlyPair(csv).pair().left().attributes()).isEqualTo(Map.of("name", "x"));
    assertThat(onlyPair(csv).pair().right().attributes()).isEmpty();
  }

  @Test
  void rowsGiveWhateverAFileHolds() throws IOException {
    Path csv = write("scores.csv", "model,f1\nllama,0.50\n\"a,\n\"\"b\"\"\",\nlast,1\n");
    Path json = write("batch.jsonl", "{\"id\":1.50,\"body\":{\"a\":[1.0,null]},\"error\":null}\n");

    try (Stream<Row> rows = DatasetReader.streamRows(csv)) {
      assertThat(rows)
          .extracting(Row::line, row -> row.value("model"), row -> row.value("f1"))
          .containsExactly(
              tuple(2L, Optional.of("llama"), Optional.of("0.50")),
              tuple(3L, Optional.of("a,\n\"b\""), Optional.of("")),
              tuple(5L, Optional.of("last"), Optional.of("1")));
    }
    try (Stream<Row> rows = DatasetReader.streamRows(json)) {
      Row row = rows.findFirst().orElseThrow();
      assertThat(row.names()).containsExactly("id", "body", "error");
      assertThat(row.value("id")).contains("1.50");
      assertThat(row.value("body")).contains("{\"a\":[1.0,null]}");
      assertThat(row.value("error")).isEmpty();
      assertThat(row.value("nothing")).isEmpty();
    }
  }

  @Test
  void streamsPairsLazily() throws IOException {
    Path file = write("pairs.csv", "left,right,label\na,b,1\nc,d,2\n");

    try (Stream<LabeledPair> pairs = DatasetReader.streamPairs(file)) {
      assertThat(pairs.findFirst()).isPresent();
    }
    try (Stream<LabeledPair> pairs = DatasetReader.streamPairs(file)) {
      assertThatThrownBy(pairs::toList).isInstanceOf(DatasetFormatException.class);
    }
  }

  @Test
  void equalRecordsOfAFileAreOneInstance() throws IOException {
    List<LabeledPair> pairs = pairs(write("pairs.csv", "left,right,label\na,b,1\nc,a,0\n"));

    assertThat(pairs.get(1).pair().right()).isSameAs(pairs.get(0).pair().left());
  }
}
