package io.github.em4j.model;

/**
 * Something that can be asked, with a name. Implementations are safe for use by many threads. A
 * call on a thread that is interrupted ends early with an {@link
 * io.github.em4j.EntityMatchingException}.
 */
public interface Model extends AutoCloseable {

  /**
   * Which model this is.
   *
   * @return the identity that goes into provenance
   */
  ModelId id();

  /** Releases what the model owns; a second call does nothing. */
  @Override
  void close();
}
