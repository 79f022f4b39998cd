package io.github.em4j.onnx.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A checkpoint or an adapter that the reference implementation wrote, and what it computes with it;
 * made by {@code src/test/python/make_checkpoints.py}.
 */
final class GoldenModel {
  final Path folder;

  /** The checkpoint that an adapter belongs to; empty for a checkpoint. */
  final String base;

  /** Token ids. */
  final List<int[]> rows = new ArrayList<>();

  /** After the last token of each row: {@code [rows][vocabulary]}. */
  final double[][] logits;

  final int[] nextTokens;

  /** Of these next tokens: {@code [rows][nextTokens]}. */
  final double[][] logProbabilities;

  private GoldenModel(Path folder, JsonNode json) {
    this.folder = folder;
    this.base = json.path("base").asText();
    json.required("rows").forEach(row -> rows.add(integers(row)));
    this.logits = matrix(json.required("logits"));
    this.nextTokens = integers(json.required("nextTokens"));
    this.logProbabilities = matrix(json.required("logProbabilities"));
  }

  static Path folder(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  GoldenModel.class.getResource("/io/github/em4j/onnx/golden/" + name))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static GoldenModel read(String name) {
    Path folder = folder(name);
    try {
      return new GoldenModel(
          folder, new ObjectMapper().readTree(folder.resolve("golden.json").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] integers(JsonNode array) {
    int[] numbers = new int[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).intValue();
    }
    return numbers;
  }

  private static double[][] matrix(JsonNode array) {
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[array.get(i).size()];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = array.get(i).get(j).doubleValue();
      }
    }
    return rows;
  }
}
