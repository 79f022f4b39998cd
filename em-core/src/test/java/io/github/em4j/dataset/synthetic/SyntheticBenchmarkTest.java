package io.github.em4j.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticBenchmarkTest {

  private static final int GOLDEN_PAIRS = 12;

  @Test
  void isNamedSynthetic() {
    assertThat(SyntheticBenchmark.products().build().generate().name())
        .isEqualTo("synthetic-products");
    assertThat(SyntheticBenchmark.publications().build().generate().name())
        .isEqualTo("synthetic-publications");
  }

  @Test
  void tellsHowItWasMade() {
    assertThat(SyntheticBenchmark.products().seed(7).unseenShare(0.25).build())
        .hasToString(
            "synthetic-products[seed=7 train=2000 valid=500 test=1000 positives=0.2"
                + " cornerCases=0.8 unseen=0.25]");
  }

  /** A change of these files changes every figure that was ever reported on the benchmark. */
  @ParameterizedTest
  @ValueSource(strings = {"products", "publications"})
  void staysAsItIs(String domain) throws IOException {
    List<LabeledPair> pairs = builder(domain).build().generate().require(Dataset.TRAIN).pairs();
    var lines = new ArrayList<String>();
    for (LabeledPair labeled : pairs.subList(0, GOLDEN_PAIRS)) {
      lines.add(json(labeled));
    }
    assertThat(String.join("\n", lines) + "\n").isEqualTo(golden(domain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"products", "publications"})
  void isTheSameForOneSeedInAnyLocale(String domain) {
    Locale before = Locale.getDefault();
    List<DatasetSplit> here = builder(domain).build().generate().splits();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(builder(domain).build().generate().splits()).isEqualTo(here);
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(builder(domain).build().generate().splits()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"products", "publications"})
  void isAnotherOneForAnotherSeed(String domain) {
    List<LabeledPair> some = builder(domain).seed(1).build().generate().require("train").pairs();
    List<LabeledPair> others = builder(domain).seed(2).build().generate().require("train").pairs();
    assertThat(titles(some)).isNotEqualTo(titles(others));
  }

  /** Hard enough that overlap of words does not solve it, and not so hard that it is no help. */
  @ParameterizedTest
  @ValueSource(strings = {"products", "publications"})
  void isNotSolvedByTheOverlapOfWords(String domain) {
    for (long seed : new long[] {42, 1}) {
      Dataset dataset = builder(domain).seed(seed).build().generate();
      assertThat(bestJaccardF1(dataset.require(Dataset.TEST))).isBetween(0.4, 0.75);
    }
  }

  @Test
  void refusesSharesAndSizesOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyntheticBenchmark.products().positiveShare(0.7))
        .withMessage("positiveShare must be from 0.05 to 0.5, found 0.7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyntheticBenchmark.products().unseenShare(Double.NaN))
        .withMessage("unseenShare must be from 0.0 to 1.0, found NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyntheticBenchmark.products().testPairs(3))
        .withMessage("testPairs must be from 10 to 200000, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyntheticBenchmark.products().trainPairs(100).build())
        .withMessageContaining("trainPairs must be at least the number of seen test pairs, 500");
  }

  private static SyntheticBenchmark.Builder builder(String domain) {
    return domain.equals("products")
        ? SyntheticBenchmark.products()
        : SyntheticBenchmark.publications();
  }

  private static String json(LabeledPair labeled) throws IOException {
    var line = new LinkedHashMap<String, Object>();
    line.put("label", labeled.label());
    line.put("hardNegative", labeled.annotations().hardNegative().orElseThrow());
    line.put("leftEntity", labeled.annotations().leftEntity().orElseThrow());
    line.put("rightEntity", labeled.annotations().rightEntity().orElseThrow());
    line.put("leftId", labeled.pair().left().id());
    line.put("left", labeled.pair().left().attributes());
    line.put("rightId", labeled.pair().right().id());
    line.put("right", labeled.pair().right().attributes());
    return new ObjectMapper().writeValueAsString(line);
  }

  private static String golden(String domain) throws IOException {
    try (InputStream in =
        SyntheticBenchmarkTest.class.getResourceAsStream(domain + ".golden.jsonl")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> titles(List<LabeledPair> pairs) {
    return pairs.stream().map(pair -> pair.pair().left().attribute("title").orElseThrow()).toList();
  }

  /** The best F1 that any threshold on the Jaccard similarity of the words reaches. */
  private static double bestJaccardF1(DatasetSplit split) {
    double[] similarities =
        split.pairs().stream()
            .map(LabeledPair::pair)
            .mapToDouble(pair -> jaccard(words(pair.left()), words(pair.right())))
            .toArray();
    double best = 0;
    for (int percent = 0; percent <= 100; percent++) {
      int hits = 0;
      int answers = 0;
      for (int i = 0; i < similarities.length; i++) {
        if (similarities[i] * 100 >= percent) {
          answers++;
          hits += split.pairs().get(i).label().isMatch() ? 1 : 0;
        }
      }
      best = Math.max(best, 2.0 * hits / (answers + split.positives()));
    }
    return best;
  }

  private static Set<String> words(EntityDescription record) {
    String text = String.join(" ", record.attributes().values()).toLowerCase(Locale.ROOT);
    return new HashSet<>(List.of(text.split("[^a-z0-9]+", -1)));
  }

  private static double jaccard(Set<String> left, Set<String> right) {
    double shared = left.stream().filter(right::contains).count();
    return shared / (left.size() + right.size() - shared);
  }
}
