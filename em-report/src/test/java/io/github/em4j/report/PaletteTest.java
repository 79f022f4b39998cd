package io.github.em4j.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaletteTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textCanBeReadOnThePageAndOnEveryField(boolean dark) {
    Map<String, Integer> tones = tones(dark);
    assertThat(contrast(tones, "text", "page")).isGreaterThan(7);
    assertThat(contrast(tones, "muted", "page")).isGreaterThan(4.5);
    for (String scale : new String[] {"a", "t"}) {
      for (int level = 0; level < Palette.LEVELS; level++) {
        String field = scale + level;
        assertThat(contrast(tones, "on-" + field, field)).as(field).isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everySeriesStandsOutFromThePage(boolean dark) {
    Map<String, Integer> tones = tones(dark);
    for (int series = 0; series < 8; series++) {
      assertThat(contrast(tones, "s" + series, "page")).as("s" + series).isGreaterThan(3);
    }
  }

  private static double contrast(Map<String, Integer> tones, String one, String other) {
    return Palette.contrast(
        requireNonNull(tones.get(one), one), requireNonNull(tones.get(other), other));
  }

  private static Map<String, Integer> tones(boolean dark) {
    Map<String, Integer> tones = new LinkedHashMap<>();
    Pattern.compile("--([a-z0-9-]+):#([0-9a-f]{6});")
        .matcher(Palette.declarations(dark))
        .results()
        .forEach(tone -> tones.put(tone.group(1), Integer.parseInt(tone.group(2), 16)));
    return tones;
  }
}
