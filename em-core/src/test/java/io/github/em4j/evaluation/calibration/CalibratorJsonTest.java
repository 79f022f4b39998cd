package io.github.em4j.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.evaluation.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibratorJsonTest {
  private static final FittedOn FIT = new FittedOn("valid", 1200, 240, 0.5, 0.25);

  /** Format version 1, which every later em4j has to read. */
  private static final String TEMPERATURE_V1 =
      "{\"format\":\"em4j-calibrator\",\"version\":1,\"kind\":\"temperature\",\"temperature\":1.8,"
          + "\"bias\":-0.5,\"fittedOn\":{\"split\":\"valid\",\"pairs\":1200,\"matches\":240,"
          + "\"logLossBefore\":0.5,\"logLossAfter\":0.25}}";

  private static final String ISOTONIC_V1 =
      "{\"format\":\"em4j-calibrator\",\"version\":1,\"kind\":\"isotonic\","
          + "\"probabilities\":[0.1,0.9],\"rates\":[0.2,0.8]}";

  @Test
  void writesVersionOneAsItStandsHere() {
    assertThat(new TemperatureScaling(1.8, -0.5, Optional.of(FIT)).toJson())
        .isEqualTo(TEMPERATURE_V1);
    assertThat(IsotonicCalibration.of(new double[] {0.1, 0.9}, new double[] {0.2, 0.8}).toJson())
        .isEqualTo(ISOTONIC_V1);
  }

  @Test
  void readsVersionOne() {
    assertThat(Calibrator.fromJson(TEMPERATURE_V1))
        .isEqualTo(new TemperatureScaling(1.8, -0.5, Optional.of(FIT)));
    assertThat(Calibrator.fromJson(ISOTONIC_V1))
        .isEqualTo(IsotonicCalibration.of(new double[] {0.1, 0.9}, new double[] {0.2, 0.8}));
  }

  @Test
  void savesAndLoads(@TempDir Path folder) {
    Calibrator fitted = IsotonicCalibration.fitOn(Given.probabilities("valid", "10", 0.9, 0.1));
    Path file = folder.resolve("calibrator.json");

    fitted.save(file);

    assertThat(Calibrator.load(file)).isEqualTo(fitted);
    assertThat(folder).isDirectoryContaining(found -> found.equals(file));
  }

  @Test
  void saysWhichFileIsBroken(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.json");
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> Calibrator.load(missing))
        .withMessageContaining("missing.json cannot be read");
    Path broken = Files.writeString(folder.resolve("broken.json"), TEMPERATURE_V1 + "}");
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> Calibrator.load(broken))
        .withMessageContaining("broken.json holds no calibrator");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "format":"em4j-calibrator" | "format":"other"  | 'format' must be
          "version":1                | "version":2       | reads versions 1 to 1
          "version":1                | "version":0       | reads versions 1 to 1
          "version":1                | "version":"1"     | 'version' must be a whole number
          "kind":"temperature"       | "kind":"platt"    | found 'platt'
          "kind":"temperature"       | "kind":"isotonic" | 'probabilities' must be an array, found nothing
          "temperature":1.8          | "temperature":-1  | positive
          "temperature":1.8          | "temperature":"1" | 'temperature' must be a number
          "temperature":1.8          | "temperature":NaN | Non-standard
          "bias":-0.5                | "bias":1e999      | finite
          "bias":-0.5                | "temperature":1   | Duplicate
          "pairs":1200               | "pairs":200       | matches and non-matches
          "split":"valid"            | "split":7         | 'split' must be a text
          """)
  void refusesWhatIsNoCalibrator(String whole, String changed, String message) {
    assertThat(TEMPERATURE_V1).contains(whole);
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> Calibrator.fromJson(TEMPERATURE_V1.replace(whole, changed)))
        .withMessageContaining("the text holds no calibrator")
        .withMessageContaining(message);
  }

  @Test
  void refusesWhatIsNoJsonObject() {
    for (String text : new String[] {"", "null", "[]", "7", "{", "temperature 2"}) {
      assertThatExceptionOfType(EntityMatchingException.class)
          .isThrownBy(() -> Calibrator.fromJson(text));
    }
  }
}
