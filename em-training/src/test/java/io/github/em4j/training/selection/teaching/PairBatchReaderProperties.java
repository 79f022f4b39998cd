package io.github.em4j.training.selection.teaching;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.em4j.MatchLabel;
import io.github.em4j.training.selection.teaching.PairBatchReader.Batch;
import io.github.em4j.training.selection.teaching.PairBatchReader.WrittenByTeacher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class PairBatchReaderProperties {
  private final PairBatchReader reader = new PairBatchReader(GenerationPromptsTest.ONE_TEXT);

  @Property(tries = 300)
  void readsAnyValidBatchInAnyWrapping(
      @ForAll("batches") List<WrittenByTeacher> batch, @ForAll("wrappings") String wrapping) {
    assertThat(read(wrapping.replace("#", json(batch)))).isEqualTo(new Batch(batch, Map.of()));
  }

  @Property(tries = 300)
  void readsAnyBatchThatPythonPrints(@ForAll("batches") List<WrittenByTeacher> batch) {
    String python = batch.stream().map(PairBatchReaderProperties::python).collect(joining(", "));
    assertThat(read("[" + python + "]")).isEqualTo(new Batch(batch, Map.of()));
  }

  @Property(tries = 500)
  void ofABatchThatIsCutAnywhereTheCompletePairsStay(
      @ForAll("batches") List<WrittenByTeacher> batch,
      @ForAll("wrappings") String wrapping,
      @ForAll @IntRange(max = 2_000) int place) {
    String whole = wrapping.replace("#", json(batch));
    String cut = whole.substring(0, place % (whole.length() + 1));
    Batch read = read(cut);
    int complete = (int) batch.stream().filter(pair -> cut.contains(json(List.of(pair)))).count();
    assertThat(read.pairs()).isEqualTo(batch.subList(0, complete));
    assertThat(read.rejected().keySet()).isSubsetOf(PairRejection.CUT_OFF);
  }

  @Property(tries = 1_000)
  void ofABatchThatLacksAnyMarkOnlyPairsThatWereThereAreRead(
      @ForAll("batches") List<WrittenByTeacher> batch, @ForAll @IntRange(max = 200) int mark) {
    String whole = "[" + json(batch) + "]";
    List<Integer> marks = marks(whole);
    int place = marks.get(mark % marks.size());
    Batch read = read(whole.substring(0, place) + whole.substring(place + 1));
    assertThat(batch).containsAll(read.pairs());
    assertThat(read.pairs()).hasSizeGreaterThanOrEqualTo(batch.size() - 2);
    assertThat(read.written()).isLessThanOrEqualTo(batch.size());
  }

  @Property(tries = 500)
  void neverFails(@ForAll("noise") String text) {
    assertThat(read(text).written()).isNotNegative();
  }

  private Batch read(String answer) {
    return reader.read(answer, hash -> false);
  }

  @Provide
  static Arbitrary<List<WrittenByTeacher>> batches() {
    Arbitrary<String> words =
        Arbitraries.strings()
            .withChars("abcXYZ019 \"'{}[],:/\\.-éß|`#")
            .ofMaxLength(20)
            .map(text -> text.strip().replaceAll(" +", " ").replace('#', 'h'));
    Arbitrary<WrittenByTeacher> pair =
        Combinators.combine(words, words, Arbitraries.of(MatchLabel.values()))
            .as((one, two, label) -> new WrittenByTeacher(side(one), side(two), label));
    return pair.list().ofMinSize(1).ofMaxSize(5).map(PairBatchReaderProperties::numbered);
  }

  private static Map<String, String> side(String text) {
    return Map.of("title", text);
  }

  /** Texts that begin and end with the number of their pair and the letter of their side. */
  private static List<WrittenByTeacher> numbered(List<WrittenByTeacher> pairs) {
    return IntStream.range(0, pairs.size())
        .mapToObj(
            i ->
                new WrittenByTeacher(
                    side("%d a%s a%d".formatted(i, pairs.get(i).left().get("title"), i)),
                    side("%d b%s b%d".formatted(i, pairs.get(i).right().get("title"), i)),
                    pairs.get(i).label()))
        .toList();
  }

  /** Where the braces, brackets, commas, colons and quotation marks of the form stand. */
  private static List<Integer> marks(String json) {
    var marks = new ArrayList<Integer>();
    boolean inside = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inside && c == '\\') {
        i++;
      } else if (c == '"') {
        inside = !inside;
        marks.add(i);
      } else if (!inside && "{}[],:".indexOf(c) >= 0) {
        marks.add(i);
      }
    }
    return marks;
  }

  @Provide
  static Arbitrary<String> wrappings() {
    return Arbitraries.of(
        "[#]",
        "[#,]",
        "```json\n[\n#\n]\n```",
        "Here's the list:\n\n```\n[#]\n```\nIt's what you asked for (4 pairs).",
        "{\"pairs\": [#]}",
        "#",
        "{\"note\": \"ok\"}\n#\n{}");
  }

  @Provide
  static Arbitrary<String> noise() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            ",",
            ":",
            "\\",
            "//",
            "\n",
            "entity_one",
            "entity_two",
            "match",
            "true",
            "True",
            "1e9",
            "\\u12",
            " ",
            "é",
            "`")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  private static String json(List<WrittenByTeacher> pairs) {
    return pairs.stream()
        .map(
            pair ->
                "{\"entity_one\": %s, \"entity_two\": %s, \"match\": %s}"
                    .formatted(quoted(pair.left()), quoted(pair.right()), pair.label().isMatch()))
        .collect(joining(",\n  "));
  }

  private static String quoted(Map<String, String> side) {
    return JsonNodeFactory.instance.textNode(side.get("title")).toString();
  }

  private static String python(WrittenByTeacher pair) {
    return "{'entity_one': %s, 'entity_two': %s, 'match': %s}"
        .formatted(
            python(pair.left()), python(pair.right()), pair.label().isMatch() ? "True" : "False");
  }

  private static String python(Map<String, String> side) {
    String text = String.valueOf(side.get("title")).replace("\\", "\\\\");
    return "'" + text.replace("'", "\\'") + "'";
  }
}
