package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

/**
 * A file on a server.
 *
 * @param id what the server calls it
 * @param name what it was called when it was sent
 * @param bytes its size, 0 where the server does not say
 */
public record UploadedFile(String id, String name, long bytes) {

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public UploadedFile {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
  }
}
