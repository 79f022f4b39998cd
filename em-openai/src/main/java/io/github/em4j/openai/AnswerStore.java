package io.github.em4j.openai;

import java.util.Optional;

/** Keeps answers on disk. Safe for use by many threads. */
interface AnswerStore extends AutoCloseable {

  /** The answer to a question, where it is kept. */
  Optional<ChatAnswer> find(AnswerKey key);

  /** Keeps an answer. */
  void keep(StoredAnswer answer);

  @Override
  void close();
}
