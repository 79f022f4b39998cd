package io.github.em4j.evaluation.study;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.DatasetFormatException;
import io.github.em4j.evaluation.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a cell: a {@link CellHeader} and a {@link CellLine} for each pair, in the order of
 * the pairs. A line counts when its line feed is there; the cell is complete when it has as many
 * lines as its header says.
 */
final class CellFile {
  // Escapes all but ASCII: also halves of characters, which models that are cut off leave behind
  // and UTF-8 has no bytes for.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CellFile() {}

  /**
   * What a file holds.
   *
   * @param header its first line
   * @param lines one for each pair that is stored whole
   * @param ends how many bytes the file has up to the end of the header and of each line; what
   *     stands behind the last was cut off
   */
  record Content(CellHeader header, List<CellLine> lines, List<Long> ends) {

    boolean isComplete() {
      return lines.size() == header.plan().pairs();
    }

    long bytes() {
      return ends.get(lines.size());
    }

    /** What stands before the first pair that failed. */
    Content beforeFailure() {
      int good = 0;
      while (good < lines.size() && lines.get(good).stored().answer() != Answer.FAILED) {
        good++;
      }
      return new Content(header, lines.subList(0, good), ends.subList(0, good + 1));
    }
  }

  /**
   * Reads a file.
   *
   * @return what it holds; empty where not even its header was written whole
   * @throws DatasetFormatException if it holds something else
   */
  static Optional<Content> read(Path file) {
    List<CellHeader> header = new ArrayList<>(1);
    List<CellLine> lines = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    long bytes = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      var line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next != '\n') {
          line.write(next);
          continue;
        }
        bytes += line.size() + 1L;
        ends.add(bytes);
        take(file, ends.size(), line.toByteArray(), header, lines);
        line.reset();
      }
    } catch (IOException e) {
      throw unusable(file, "read", e);
    }
    return header.stream().findFirst().map(first -> new Content(first, lines, ends));
  }

  private static void take(
      Path file, long number, byte[] line, List<CellHeader> header, List<CellLine> lines) {
    try {
      JsonNode node = JSON.readTree(line);
      if (header.isEmpty()) {
        header.add(CellHeader.read(node));
        return;
      }
      CellLine next = CellLine.read(node);
      if (next.ordinal() != lines.size() || lines.size() == header.get(0).plan().pairs()) {
        throw new IllegalArgumentException(
            "expected pair %d of %d, found pair %d"
                .formatted(lines.size(), header.get(0).plan().pairs(), next.ordinal()));
      }
      lines.add(next);
    } catch (JsonProcessingException e) {
      throw damaged(file, number, "no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw damaged(file, number, String.valueOf(e.getMessage()), e);
    }
  }

  static DatasetFormatException damaged(
      Path file, long line, String what, @Nullable Exception cause) {
    return new DatasetFormatException(
        file, line, -1, what + "; delete the file to have the cell run again", cause);
  }

  /** A line with its end. */
  private static byte[] line(ObjectNode object) {
    try {
      byte[] json = JSON.writeValueAsBytes(object);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers has to be writable", e);
    }
  }

  /** A file of one object. */
  static void writeObject(ObjectNode object, OutputStream out) throws IOException {
    out.write(line(object));
  }

  /** Reads a file of one object. */
  static JsonFields readObject(Path file) {
    try {
      return JsonFields.of(JSON.readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      throw new DatasetFormatException(file, "no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unusable(file, "read", e);
    }
  }

  /** Writes a header in the place of whatever was in the file. */
  static void begin(Path file, CellHeader header) {
    write(file, false, line(header.write()));
  }

  /** Removes what was cut off, so that whole lines can follow. */
  static void truncate(Path file, long bytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    } catch (IOException e) {
      throw unusable(file, "gone on with", e);
    }
  }

  /** Adds lines. They are in the file when this returns. */
  static void append(Path file, List<CellLine> lines) {
    var bytes = new ByteArrayOutputStream();
    for (CellLine next : lines) {
      bytes.writeBytes(line(next.write()));
    }
    write(file, true, bytes.toByteArray());
  }

  // Not by a channel: a thread that is interrupted, as one is that runs a cancelled study, would
  // close that in the middle of a line.
  private static void write(Path file, boolean append, byte[] bytes) {
    try (var out = new FileOutputStream(file.toFile(), append)) {
      out.write(bytes);
    } catch (IOException e) {
      throw unusable(file, "written", e);
    }
  }

  static EntityMatchingException unusable(Path file, String what, IOException cause) {
    return new EntityMatchingException("%s cannot be %s: %s".formatted(file, what, cause), cause);
  }
}
