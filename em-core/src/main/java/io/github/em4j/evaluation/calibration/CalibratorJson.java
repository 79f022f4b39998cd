package io.github.em4j.evaluation.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Calibrators as JSON. Numbers are written with all their digits, so that what is read back is
 * equal to the last bit.
 *
 * <pre>{@code
 * {"format":"em4j-calibrator","version":1,"kind":"temperature","temperature":1.8,"bias":0.0,
 *  "fittedOn":{"split":"valid","pairs":1200,"matches":240,"logLossBefore":0.4,"logLossAfter":0.3}}
 * {"format":"em4j-calibrator","version":1,"kind":"isotonic","probabilities":[0.1,0.9],"rates":[0.2,0.8]}
 * }</pre>
 */
final class CalibratorJson {
  private static final String FORMAT = "em4j-calibrator";

  /** Raised whenever the content changes; older versions stay readable. */
  private static final int VERSION = 1;

  private static final String TEMPERATURE = "temperature";
  private static final String ISOTONIC = "isotonic";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CalibratorJson() {}

  static String write(Calibrator calibrator) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("version", VERSION);
    if (calibrator instanceof TemperatureScaling scaling) {
      json.put("kind", TEMPERATURE)
          .put("temperature", scaling.temperature())
          .put("bias", scaling.bias());
    } else if (calibrator instanceof IsotonicCalibration isotonic) {
      json.put("kind", ISOTONIC);
      add(json.putArray("probabilities"), isotonic.probabilities());
      add(json.putArray("rates"), isotonic.rates());
    }
    calibrator
        .fittedOn()
        .ifPresent(
            fit ->
                json.putObject("fittedOn")
                    .put("split", fit.split())
                    .put("pairs", fit.pairs())
                    .put("matches", fit.matches())
                    .put("logLossBefore", fit.logLossBefore())
                    .put("logLossAfter", fit.logLossAfter()));
    return json.toString();
  }

  private static void add(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  static void save(Calibrator calibrator, Path file) {
    try {
      WholeFile.writeString(file, write(calibrator) + "\n");
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be written: " + e, e);
    }
  }

  static Calibrator load(Path file) {
    try {
      return read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be read: " + e, e);
    }
  }

  static Calibrator read(String text, String where) {
    try {
      return read(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw broken(where, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw broken(where, String.valueOf(e.getMessage()), e);
    }
  }

  private static EntityMatchingException broken(String where, String what, Exception cause) {
    return new EntityMatchingException(where + " holds no calibrator: " + what, cause);
  }

  private static Calibrator read(JsonNode json) {
    if (!json.path("format").asText().equals(FORMAT)) {
      throw new IllegalArgumentException(
          "'format' must be '%s', found '%s'".formatted(FORMAT, json.path("format").asText()));
    }
    int version = whole(json, "version");
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException(
          "it has format version %d; this em4j reads versions 1 to %d".formatted(version, VERSION));
    }
    Optional<FittedOn> fittedOn =
        json.has("fittedOn") ? Optional.of(fittedOn(json.get("fittedOn"))) : Optional.empty();
    String kind = text(json, "kind");
    return switch (kind) {
      case TEMPERATURE ->
          new TemperatureScaling(number(json, "temperature"), number(json, "bias"), fittedOn);
      case ISOTONIC ->
          IsotonicCalibration.of(numbers(json, "probabilities"), numbers(json, "rates"), fittedOn);
      default ->
          throw new IllegalArgumentException(
              "'kind' must be '%s' or '%s', found '%s'".formatted(TEMPERATURE, ISOTONIC, kind));
    };
  }

  private static FittedOn fittedOn(JsonNode json) {
    return new FittedOn(
        text(json, "split"),
        whole(json, "pairs"),
        whole(json, "matches"),
        number(json, "logLossBefore"),
        number(json, "logLossAfter"));
  }

  private static String text(JsonNode json, String name) {
    return required(json.path(name), json.path(name).isTextual(), name, "a text").asText();
  }

  private static int whole(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return required(value, value.isInt(), name, "a whole number").asInt();
  }

  private static double number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return required(value, value.isNumber(), name, "a number").asDouble();
  }

  private static double[] numbers(JsonNode json, String name) {
    JsonNode array = required(json.path(name), json.path(name).isArray(), name, "an array");
    var values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      values[i] = required(value, value.isNumber(), name, "an array of numbers").asDouble();
    }
    return values;
  }

  private static JsonNode required(JsonNode value, boolean fits, String name, String what) {
    if (!fits) {
      throw new IllegalArgumentException(
          "'%s' must be %s, found %s"
              .formatted(name, what, value.isMissingNode() ? "nothing" : value));
    }
    return value;
  }
}
