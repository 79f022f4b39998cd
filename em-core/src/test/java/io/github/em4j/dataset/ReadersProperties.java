package io.github.em4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What a writer puts into a file comes back from the reader as it was. */
class ReadersProperties {

  /** Any text that UTF-8 can hold, with more of what the formats treat specially. */
  private static Arbitrary<String> text() {
    Arbitrary<Integer> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    Arbitrary<Integer> special =
        Arbitraries.of(",\"'\n\r\t\\{}[]#=:; \u0000\u00e9\uFEFF\u2028".chars().boxed().toList());
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(3, special))
        .list()
        .ofMaxSize(12)
        .map(
            points ->
                new String(
                    points.stream().mapToInt(Integer::intValue).toArray(), 0, points.size()));
  }

  /** Words of which some look like the marks of Ditto's form; none makes a whole COL name VAL. */
  private static Arbitrary<String> dittoText() {
    return Arbitraries.of("VAL", "a", "COLVAL", "\u00e9\"", "1,5", "col", "{}", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(words -> String.join(" ", words).strip());
  }

  private static Arbitrary<EntityDescription> records(
      Arbitrary<String> ids, Arbitrary<String> values) {
    Arbitrary<Map<String, String>> attributes =
        Arbitraries.maps(
                Arbitraries.of("title", "brand", "price", "long name", "n\u00e4me"), values)
            .ofMaxSize(4)
            .map(ReadersProperties::inOneOrder);
    return Combinators.combine(ids, attributes).as(EntityDescription::new);
  }

  /** CSV has one order of columns for all rows. */
  private static Map<String, String> inOneOrder(Map<String, String> attributes) {
    var sorted = new LinkedHashMap<String, String>();
    attributes.keySet().stream().sorted().forEach(name -> sorted.put(name, attributes.get(name)));
    return sorted;
  }

  private static Arbitrary<List<LabeledPair>> pairs(
      Arbitrary<String> ids, Arbitrary<String> values) {
    Arbitrary<EntityDescription> records = records(ids, values);
    return Combinators.combine(records, records, Arbitraries.of(MatchLabel.class))
        .as((left, right, label) -> new LabeledPair(new CandidatePair(left, right), label))
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<LabeledPair>> anyPairs() {
    return pairs(text().map(id -> "x" + id), text());
  }

  @Provide
  Arbitrary<List<LabeledPair>> dittoPairs() {
    return pairs(Arbitraries.just(""), dittoText()).filter(pairs -> !pairs.isEmpty());
  }

  @Provide
  Arbitrary<List<EntityDescription>> tables() {
    return records(Arbitraries.just("replaced"), text())
        .list()
        .ofMaxSize(6)
        .map(
            records ->
                IntStream.range(0, records.size())
                    .mapToObj(i -> new EntityDescription("id " + i, records.get(i).attributes()))
                    .toList());
  }

  @Provide
  Arbitrary<String> lineEnds() {
    return Arbitraries.of("\n", "\r\n");
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void oneTableCsvComesBack(
      @ForAll("anyPairs") List<LabeledPair> pairs,
      @ForAll("lineEnds") String lineEnd,
      @ForAll boolean gzip,
      @ForAll boolean byteOrderMark) {
    String text = PairFileWriter.oneTableCsv(pairs, lineEnd);

    assertThat(read(text, gzip, byteOrderMark, ReadersProperties::pairsOf)).isEqualTo(pairs);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void jsonLinesComeBack(
      @ForAll("anyPairs") List<LabeledPair> pairs,
      @ForAll boolean gzip,
      @ForAll boolean byteOrderMark) {
    Assume.that(!pairs.isEmpty());

    String text = PairFileWriter.jsonLines(pairs);

    assertThat(read(text, gzip, byteOrderMark, ReadersProperties::pairsOf)).isEqualTo(pairs);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void dittoTextComesBack(
      @ForAll("dittoPairs") List<LabeledPair> pairs, @ForAll boolean byteOrderMark) {
    // An entirely empty left side leaves nothing by which a file shows that it is Ditto's.
    Assume.that(!pairs.get(0).pair().left().attributes().isEmpty());

    String text = PairFileWriter.ditto(pairs);

    assertThat(read(text, false, byteOrderMark, ReadersProperties::pairsOf)).isEqualTo(pairs);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void tablesComeBack(
      @ForAll("tables") List<EntityDescription> table,
      @ForAll("lineEnds") String lineEnd,
      @ForAll boolean gzip) {
    String text = PairFileWriter.table(table, lineEnd);

    List<EntityDescription> found = read(text, gzip, false, DatasetReader::readTable);

    assertThat(found).isEqualTo(table);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aReaderGivesTheTextWhateverTheSizeOfItsReads(
      @ForAll("texts") String text, @ForAll("sizes") int size) {
    String found =
        read(
            text,
            false,
            false,
            file -> {
              var all = new StringBuilder();
              var buffer = new char[size];
              try (var in = StrictUtf8Reader.open(file)) {
                for (int n = in.read(buffer, 0, size); n >= 0; n = in.read(buffer, 0, size)) {
                  all.append(buffer, 0, n);
                }
              }
              return all.toString();
            });

    assertThat(found).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Combinators.combine(text(), Arbitraries.integers().between(0, 70_000))
        .as((end, length) -> "x".repeat(length) + end)
        .filter(text -> !text.startsWith("\uFEFF"));
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 3, 1000, 100_000);
  }

  private static List<LabeledPair> pairsOf(Path file) {
    return DatasetReader.open(file).splits().get(0).pairs();
  }

  private static <T> T read(
      String text, boolean gzip, boolean byteOrderMark, Function<Path, T> reader) {
    try {
      Path file = Files.createTempFile("pairs", "");
      try {
        try (OutputStream plain = Files.newOutputStream(file);
            OutputStream out = gzip ? new GZIPOutputStream(plain) : plain) {
          out.write(((byteOrderMark ? "\uFEFF" : "") + text).getBytes(StandardCharsets.UTF_8));
        }
        return reader.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
