package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches that a run waits for, in a file beside its journal, so that the next process waits
 * for them as well. Whoever has the journal open has this file to itself.
 */
final class OpenBatches {
  private static final String FORMAT = "em4j-batches";

  /**
   * A batch.
   *
   * @param id what the server calls it
   * @param model which model it asks
   */
  record Open(String id, String model) {}

  private final Path file;
  private final List<Open> open = new ArrayList<>();

  /**
   * Reads the file, where there is one.
   *
   * @throws EntityMatchingException if it cannot be read or is something else
   */
  OpenBatches(Path journal) {
    file = journal.resolveSibling(journal.getFileName() + ".batches");
    if (!Files.exists(file)) {
      return;
    }
    try {
      JsonNode written = Json.parseObject(Files.readAllBytes(file));
      if (!FORMAT.equals(written.path("format").asText()) || written.path("version").asInt() != 1) {
        throw new EntityMatchingException(
            "'" + file + "' is no list of batches: its format must be " + FORMAT + ", version 1");
      }
      for (JsonNode job : Json.array(written, "open")) {
        open.add(new Open(Json.text(job, "id"), Json.text(job, "model")));
      }
    } catch (IOException e) {
      throw new EntityMatchingException("'" + file + "' cannot be read: " + e, e);
    } catch (MalformedAnswer e) {
      throw new EntityMatchingException("'" + file + "' is no list of batches: " + e.problem());
    }
  }

  List<Open> list() {
    return List.copyOf(open);
  }

  void add(Open job) {
    open.add(job);
    write();
  }

  void remove(Open job) {
    open.remove(job);
    write();
  }

  private void write() {
    ObjectNode written = Json.object().put("format", FORMAT).put("version", 1);
    var jobs = written.putArray("open");
    open.forEach(job -> jobs.addObject().put("id", job.id()).put("model", job.model()));
    try {
      WholeFile.write(file, out -> out.write(Json.bytes(written)));
    } catch (IOException e) {
      throw new EntityMatchingException("'" + file + "' cannot be written: " + e, e);
    }
  }
}
