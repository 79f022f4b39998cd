package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reader says of broken files: what was found, what is allowed and where. */
class BrokenFilesTest {

  private static final String HEADER = "left,right,label\n";

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Checks the whole message after the name of the file. */
  private static void assertFault(Path opened, Path file, String placeAndProblem) {
    assertThatThrownBy(() -> DatasetReader.open(opened))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(file + placeAndProblem);
  }

  private void assertFault(String text, String placeAndProblem) throws IOException {
    Path file = write("pairs", text);
    assertFault(file, file, placeAndProblem);
  }

  private void deepMatcherFolder() throws IOException {
    write("tableA.csv", "id,name\n1,one\n2,two\n");
    write("tableB.csv", "id,name\n1,uno\n");
    write("train.csv", "ltable_id,rtable_id,label\n1,1,1\n");
  }

  @Test
  void reportsAMissingTable() throws IOException {
    deepMatcherFolder();
    Path table = folder.resolve("tableB.csv");
    Files.delete(table);
    String problem =
        ": the table is missing; pairs of ltable_id and rtable_id need tableA.csv and tableB.csv"
            + " beside them";

    assertFault(folder, table, problem);
    assertFault(folder.resolve("train.csv"), table, problem);
  }

  @Test
  void reportsThePlaceOfAnUnknownId() throws IOException {
    deepMatcherFolder();
    Path file = write("train.csv", "ltable_id,rtable_id,label\n1,1,1\n2,99,0\n");

    assertFault(
        folder,
        file,
        ", line 3, column 3: rtable_id is '99'; tableB.csv has no such id among its 1");
  }

  @Test
  void reportsATableWithoutIds() throws IOException {
    deepMatcherFolder();
    Path table = write("tableA.csv", "key,name\n1,one\n");

    assertFault(
        folder, table, ", line 1, column 1: a table needs a column 'id'; found [key, name]");
  }

  @Test
  void reportsAnIdThatATableHasTwice() throws IOException {
    deepMatcherFolder();
    Path table = write("tableA.csv", "name,id\none,1\ntwo,1\n");

    assertFault(
        folder,
        table,
        ", line 3, column 5: id '1' is there already; the ids of a table must differ");
  }

  @Test
  void reportsARecordWithoutId() throws IOException {
    deepMatcherFolder();
    Path table = write("tableA.csv", "id,name\n,one\n");

    assertFault(folder, table, ", line 2, column 1: the id is missing");
  }

  @Test
  void reportsAPairFileThatDoesNotPointIntoTheTablesBesideIt() throws IOException {
    deepMatcherFolder();
    Path file = write("train.csv", "ltable,rtable,label\n1,1,1\n");

    assertFault(
        folder,
        file,
        ", line 1, column 1: found columns [ltable, rtable, label]; pairs beside two tables need"
            + " ltable_id, rtable_id and label");
  }

  @Test
  void reportsALabelOtherThan0And1() throws IOException {
    assertFault(
        HEADER + "a,b,1\nc,d,2\n", ", line 3, column 5: the label is '2'; allowed are 0 and 1");
    assertFault(HEADER + "a,b,\n", ", line 2, column 5: the label is missing; allowed are 0 and 1");
    assertFault(
        "{\"left\":\"a\",\"right\":\"b\",\"label\":true}",
        ", line 1, column 33: the label is 'true'; allowed are 0 and 1");
    assertFault(
        "COL a VAL b\tCOL a VAL c\tyes\n",
        ", line 1, column 25: the label is 'yes'; allowed are 0 and 1");
  }

  @Test
  void reportsAFlagThatIsNone() throws IOException {
    assertFault(
        "left,right,label,is_hard_negative\na,b,0,maybe\n",
        ", line 2, column 7: is_hard_negative is 'maybe'; allowed are true, false, 1, 0 and"
            + " nothing");
  }

  @Test
  void reportsTheLineOfALabelAfterValuesOfSeveralLines() throws IOException {
    assertFault(
        HEADER + "\"a\n\n\",\"b\nc\",7\n",
        ", line 5, column 4: the label is '7'; allowed are 0 and 1");
  }

  @Test
  void reportsTextAfterAClosingQuote() throws IOException {
    assertFault(
        HEADER + "a,b,1\n\"c\"x,d,0\n",
        ", line 3, column 5: text after a closing quote; a quote inside a quoted value is written"
            + " twice (Unexpected character ('x' (code 120)): Expected column separator character"
            + " (',' (code 44)) or end-of-line)");
  }

  @Test
  void reportsWhereAQuoteBeginsThatIsNeverClosed() throws IOException {
    assertFault(
        HEADER + "a,b,1\nc,\"d,0\ne,f,1\n",
        ", line 3, column 3: the value begins with a quote that is never closed");
  }

  @Test
  void reportsRowsWithTooFewAndTooManyValues() throws IOException {
    assertFault(
        HEADER + "a,b\n",
        ", line 2, column 3: the row ends after 2 values; the header has 3 columns: [left, right,"
            + " label]");
    assertFault(
        HEADER + "a,b,1,x\n",
        ", line 2, column 7: the row has more than 3 values; the header has 3 columns");
  }

  @Test
  void reportsAHeaderThatHoldsNoPairs() throws IOException {
    String allowed =
        ", which hold no labelled pairs; allowed are: NAME_left and NAME_right, left_NAME and"
            + " right_NAME, or ltable_NAME and rtable_NAME, with label; left, right and label;"
            + " prompt and completion; ltable_id, rtable_id and label beside tableA.csv and"
            + " tableB.csv";
    assertFault("model,f1\nx,1\n", ", line 1, column 1: found columns [model, f1]" + allowed);
    assertFault(
        "title_left,title_right\na,b\n",
        ", line 1, column 1: found columns [title_left, title_right]" + allowed);
    assertFault("{\"id\":1,\"error\":null}", ", line 1: found columns [id, error]" + allowed);
  }

  @Test
  void reportsAHeaderWithDoubleOrMissingNames() throws IOException {
    assertFault(
        "left,right,left,label\n", ", line 1, column 12: the header has two columns named 'left'");
    assertFault(",left,right,label\n", ", line 1, column 1: the header has no name for column 1");
  }

  @Test
  void reportsAHeaderWithoutEnd() throws IOException {
    String header =
        IntStream.range(0, 10_001).mapToObj(i -> "c" + i).collect(Collectors.joining(","));

    assertFault(header, ", line 1, column 58891: the row has more than 10000 values");
  }

  @Test
  void reportsAnEmptyFile() throws IOException {
    String problem =
        ": the file is empty; allowed are CSV with a header row, JSON lines and Ditto's text form";
    assertFault("", problem);
    assertFault("\uFEFF \n\n", problem);
  }

  @Test
  void reportsBrokenJson() throws IOException {
    String line = "{\"left\":\"a\",\"right\":\"b\",\"label\":1}";

    assertFault(
        line + "\n{\"left\":\"a\",\"right\":",
        ", line 2, column 21: broken JSON: Unexpected end-of-input within/between Object entries;"
            + " every line must be one JSON object");
    assertFault(
        line + "\n[1]",
        ", line 2, column 1: found START_ARRAY at the start of the line; every line must be one"
            + " JSON object");
    assertFault(
        line + line,
        ", line 1, column 35: text after the end of the JSON object; every line must be one JSON"
            + " object");
    assertFault(
        "{\"left\":\"a\",\"left\":\"b\"}",
        ", line 1, column 20: the line has two fields named 'left'");
    assertFault(
        "[" + line + "]", ": found a JSON array; JSON must come as lines of one object each");
  }

  @Test
  void reportsAJsonLineOfAnotherForm() throws IOException {
    assertFault(
        "{\"left\":\"a\",\"right\":\"b\",\"label\":1}\n{\"prompt\":\"p\",\"completion\":\"No\"}",
        ", line 2: the line has fields [prompt, completion], unlike the lines before it");
  }

  @Test
  void reportsBrokenDittoText() throws IOException {
    assertFault(
        "COL a VAL b\tCOL a VAL c\n",
        ", line 1, column 1: found 1 tabs; a line must be LEFT<tab>RIGHT<tab>LABEL");
    assertFault(
        "COL a VAL b\tCOL a VAL c\t1\n\nCOL a VAL b\tc\t1\n",
        ", line 3, column 13: found 'c'; a side must be COL name VAL value ...");
    assertFault(
        "COL a\tCOL a VAL c\t1\n", ", line 1, column 1: COL must be followed by a name and VAL");
    assertFault(
        "COL VAL a\tCOL a VAL c\t1\n",
        ", line 1, column 1: COL must be followed by a name and VAL");
    assertFault(
        "COL x COL y VAL a\tCOL a VAL c\t1\n",
        ", line 1, column 1: COL must be followed by a name and VAL");
    assertFault(
        "COL a VAL 1 COL a VAL 2\tCOL a VAL c\t1\n",
        ", line 1, column 22: attribute 'a' is there twice");
  }

  @Test
  void reportsBrokenPrompts() throws IOException {
    assertFault(
        "prompt,completion\nSame? Entity 1: a. Entity 2: b.,Yes\n",
        ", line 2, column 1: the prompt is 'Same? Entity 1: a. Entity 2: b.'; it must end with"
            + " Entity 1: 'LEFT'. Entity 2: 'RIGHT'.");
    assertFault(
        "prompt,completion\nEntity 1: 'a'. Entity 2: 'b'. Entity 2: 'c'.,Yes\n",
        ", line 2, column 1: the prompt holds \"'. Entity 2: '\" twice; where the right side begins"
            + " is open");
    assertFault(
        "prompt,completion\nEntity 1: 'a'. Entity 2: 'b'.,Nothing\n",
        ", line 2, column 31: the completion is 'Nothing'; it must begin with Yes or No");
    assertFault(
        "prompt,completion\nEntity 1: 'a'. Entity 2: '.,No\n",
        ", line 2, column 1: the prompt is 'Entity 1: 'a'. Entity 2: '.'; it must end with Entity"
            + " 1: 'LEFT'. Entity 2: 'RIGHT'.");
  }

  @Test
  void reportsBytesThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("pairs.csv");
    var bytes = new ByteArrayOutputStream();
    bytes.write((HEADER + "\u00e4,b,1\r\nc,").getBytes(StandardCharsets.UTF_8));
    bytes.write(0xE4);
    bytes.write("d,0\n".getBytes(StandardCharsets.UTF_8));
    Files.write(file, bytes.toByteArray());

    assertFault(
        file,
        file,
        ", line 3, column 3: found byte 0xE4, which is not UTF-8 there; the text must be UTF-8");
  }

  @Test
  void reportsACharacterThatIsCutOff() throws IOException {
    Path file = Files.write(folder.resolve("pairs.csv"), new byte[] {'a', (byte) 0xC3});

    assertFault(
        file,
        file,
        ", line 1, column 2: found byte 0xC3, which is not UTF-8 there; the text must be UTF-8");
  }

  @Test
  void reportsUtf16() throws IOException {
    Path file = Files.write(folder.resolve("a"), HEADER.getBytes(StandardCharsets.UTF_16));

    assertFault(
        file,
        file,
        ", line 1, column 1: found the byte-order mark of UTF-16; the text must be UTF-8");
  }

  @Test
  void reportsATruncatedGzip() throws IOException {
    byte[] whole = gzip(HEADER + "a,b,1\n".repeat(1000));
    Path file = folder.resolve("pairs.csv.gz");
    for (int length : new int[] {5, 20, whole.length - 9, whole.length - 4, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> DatasetReader.open(file))
          .isInstanceOf(DatasetFormatException.class)
          .hasMessageStartingWith(file.toString())
          .hasMessageEndingWith(": the gzip data ends early; the file is truncated");
    }
  }

  @Test
  void reportsACorruptGzip() throws IOException {
    byte[] bytes = gzip(HEADER + "a,b,1\n".repeat(1000));
    bytes[bytes.length - 8] ^= 1;
    Path file = Files.write(folder.resolve("pairs.csv.gz"), bytes);

    assertThatThrownBy(() -> DatasetReader.open(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessage(file + ", line 1002, column 1: the gzip data is broken: Corrupt GZIP trailer");
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aGzipBombIsAFaultAndFillsNoMemory() throws IOException {
    Path json = bomb("bomb.jsonl.gz", "{\"left\":\"");
    Path csv = bomb("bomb.csv.gz", HEADER + "\"");
    Path ditto = bomb("bomb.txt.gz", "COL a VAL ");

    assertFault(
        json, json, ", line 1, column 1: the line is longer than the allowed 16777216 characters");
    assertFault(
        csv,
        csv,
        ", line 2, column 1: the value is longer than the allowed 16777216 characters; is a quote"
            + " never closed?");
    assertFault(
        ditto,
        ditto,
        ", line 1, column 1: the line is longer than the allowed 16777216 characters");
  }

  /** A few kilobytes that unpack to 32 million characters. */
  private Path bomb(String name, String start) throws IOException {
    Path file = folder.resolve(name);
    var million = new byte[1_000_000];
    Arrays.fill(million, (byte) 'x');
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(start.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 32; i++) {
        out.write(million);
      }
    }
    return file;
  }

  @Test
  void boundsTheSumOfTheValuesOfARow() throws IOException {
    Path file = write("pairs.csv", HEADER + "12345678,12345,0\n12345678,1234567,1\n");

    try (var rows = new CsvRows(file, 14)) {
      assertThat(rows.next()).isNotNull();
      assertThatThrownBy(rows::next)
          .hasMessage(
              file + ", line 3, column 10: the row is longer than the allowed 14 characters");
    }
  }

  @Test
  void reportsAFileThatIsNotThere() {
    Path file = folder.resolve("nothing");

    assertFault(file, file, ": there is no such file or folder");
    assertThatThrownBy(() -> DatasetReader.readTable(folder))
        .hasMessage(folder + ": found a folder where a file is needed");
  }

  @Test
  void reportsTwoFilesForOneSplit() throws IOException {
    write("valid.csv", HEADER);
    Path second = write("valid.jsonl", "{}");

    assertFault(folder, second, ": both this file and valid.csv hold split 'valid'");
  }

  @Test
  void reportsWdcFilesOfSeveralCornerCaseShares() throws IOException {
    write("wdcproducts80cc20rnd000un_gs.json", "{}");
    write("wdcproducts50cc50rnd000un_gs.json", "{}");

    assertFault(
        folder,
        folder,
        ": found WDC Products with several shares of corner cases: [50cc50rnd, 80cc20rnd]; put each"
            + " into a folder of its own");
  }

  @Test
  void reportsDittoTextWhereRowsAreAskedFor() throws IOException {
    Path file = write("a.txt", "COL a VAL b\tCOL a VAL c\t1\n");

    assertThatThrownBy(() -> DatasetReader.streamRows(file))
        .hasMessage(file + ": found Ditto's text form, which has no rows; read it as pairs");
  }

  @Test
  void theExceptionKnowsThePlace() throws IOException {
    Path file = write("pairs.csv", HEADER + "a,b,x\n");

    DatasetFormatException fault =
        catchThrowableOfType(DatasetFormatException.class, () -> DatasetReader.open(file));

    assertThat(fault.file()).isEqualTo(file);
    assertThat(fault.line()).isEqualTo(OptionalLong.of(2));
    assertThat(fault.column()).isEqualTo(OptionalLong.of(5));
    assertThat(fault.isRetryable()).isFalse();
  }
}
