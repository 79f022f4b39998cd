package io.github.em4j.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of an account: what batches and fine-tuning read and write. Safe for many threads. */
public final class OpenAiFiles {

  /** What a file is for. */
  public enum Purpose {
    /** The requests of a batch. */
    BATCH("batch"),
    /** The examples of a fine-tuning. */
    FINE_TUNE("fine-tune");

    private final String word;

    Purpose(String word) {
      this.word = word;
    }
  }

  private final OpenAiClient client;

  OpenAiFiles(OpenAiClient client) {
    this.client = client;
  }

  /**
   * Sends a file.
   *
   * @param file the file, read as it is sent
   * @param purpose what it is for
   * @return the file on the server
   * @throws OpenAiException if the server does not take it
   * @throws EntityMatchingException if there is no such file
   */
  public UploadedFile upload(Path file, Purpose purpose) {
    if (!Files.isRegularFile(file)) {
      throw new EntityMatchingException("there is no file '" + file + "' to upload");
    }
    String name = String.valueOf(file.getFileName());
    // A second copy, after an answer that was lost, costs nothing: it may be tried again.
    return client
        .submit(
            Outgoing.upload("/files", new Outgoing.Body.Upload(purpose.word, file, name)),
            reply -> Exchange.Read.of(read(Json.parseObject(reply.body()))),
            uploaded -> {})
        .await();
  }

  /**
   * Says what the server knows of a file.
   *
   * @param id the file
   * @return the file
   * @throws OpenAiException if the server does not say
   */
  public UploadedFile retrieve(String id) {
    return client
        .submit(
            Outgoing.get("/files/" + Endpoint.encode(id), ""),
            reply -> Exchange.Read.of(read(Json.parseObject(reply.body()))),
            file -> {})
        .await();
  }

  /**
   * Fetches the content of a file. It appears whole or not at all.
   *
   * @param id the file
   * @param to where to put it; a file that is there is replaced
   * @throws OpenAiException if the server does not give it
   * @throws EntityMatchingException if it cannot be written
   */
  public void download(String id, Path to) {
    try {
      WholeFile.write(to, out -> download(id, to, out));
    } catch (IOException e) {
      throw cannotWrite(to, e);
    } catch (CallCancelledException e) {
      if (e.getCause() instanceof LocalFileException local) {
        throw cannotWrite(to, local);
      }
      throw e;
    }
  }

  /** A failed attempt may have written something, so every attempt writes a file of its own. */
  private void download(String id, Path to, OutputStream out) throws IOException {
    Path part = Files.createTempFile(to.toAbsolutePath().getParent(), "em4j-download", ".part");
    try {
      client
          .submit(
              Outgoing.get("/files/" + Endpoint.encode(id) + "/content", ""),
              new Download(part),
              done -> {})
          .await();
      Files.copy(part, out);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static EntityMatchingException cannotWrite(Path to, IOException e) {
    return new EntityMatchingException("file '" + to + "' cannot be written: " + e.getMessage(), e);
  }

  /** Writes a successful answer to a file, from its beginning. */
  private record Download(Path to) implements Exchange<Boolean> {
    @Override
    public Reply send(
        Transport transport, Outgoing request, Transport.Attempt how, Cancellation cancellation)
        throws IOException {
      try (OutputStream out = open()) {
        return transport.download(request, how, cancellation, LocalFileException.telling(out));
      }
    }

    private OutputStream open() throws LocalFileException {
      try {
        return Files.newOutputStream(to);
      } catch (IOException e) {
        throw new LocalFileException(e);
      }
    }

    @Override
    public Read<Boolean> read(Reply reply) {
      return Read.of(true);
    }
  }

  /**
   * Deletes a file.
   *
   * @param id the file
   * @throws OpenAiException if the server does not delete it
   */
  public void delete(String id) {
    boolean unused =
        client
            .submit(
                Outgoing.delete("/files/" + Endpoint.encode(id)),
                reply -> Exchange.Read.of(reply.isSuccess()),
                done -> {})
            .await();
  }

  static UploadedFile read(JsonNode file) {
    return new UploadedFile(
        Json.text(file, "id"),
        Json.optionalText(file, "filename").orElse(""),
        Math.max(0, Json.optionalNumber(file, "bytes").orElse(0)));
  }
}
