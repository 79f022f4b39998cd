package io.github.em4j.openai;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Creates something on a server once, although an answer may be lost: it carries a mark in its
 * metadata, and after a failure that tells nothing, the newest ones are searched for that mark.
 */
final class CreatedOnce {
  /** The name of the mark in the metadata. */
  static final String MARK = "em4j_request";

  private CreatedOnce() {}

  /**
   * Creates.
   *
   * @param create posts, given the mark
   * @param find looks for what carries the mark
   */
  static <T> T create(Function<String, T> create, Function<String, Optional<T>> find) {
    String mark = UUID.randomUUID().toString();
    try {
      return create.apply(mark);
    } catch (OpenAiException e) {
      return switch (e.kind()) {
        case SERVER, TIMEOUT, CONNECTION, UNREADABLE -> found(e, find, mark);
        default -> throw e;
      };
    }
  }

  private static <T> T found(
      OpenAiException lost, Function<String, Optional<T>> find, String mark) {
    Optional<T> found;
    try {
      found = find.apply(mark);
    } catch (OpenAiException e) {
      lost.addSuppressed(e);
      throw lost;
    }
    return found.orElseThrow(() -> lost);
  }
}
