package io.github.em4j.training.pretraining;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of a run as JSON lines. */
final class PretrainingLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final BufferedWriter writer;

  /** Opens a log that holds the first steps already; what came after them will be taken again. */
  PretrainingLog(Path file, int steps) {
    this.file = file;
    try {
      List<String> kept =
          Files.exists(file) ? Files.readAllLines(file).stream().limit(steps).toList() : List.of();
      WholeFile.writeString(file, kept.stream().map(line -> line + "\n").collect(joining()));
      writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private EntityMatchingException failed(IOException e) {
    return new EntityMatchingException("cannot write " + file + ": " + e, e);
  }

  void add(PretrainingStep step) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step.step());
    line.put("loss", step.loss());
    line.put("learningRate", step.learningRate());
    line.put("gradientNorm", step.gradientNorm());
    line.put("tokensPerSecond", Math.round(step.tokensPerSecond()));
    try {
      writer.write(JSON.writeValueAsString(line));
      writer.newLine();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
