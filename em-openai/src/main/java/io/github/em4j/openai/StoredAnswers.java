package io.github.em4j.openai;

import java.util.List;
import java.util.Optional;

/** The stores of a model, the first one asked first. Safe for use by many threads. */
record StoredAnswers(List<AnswerStore> stores) implements AutoCloseable {

  boolean isEmpty() {
    return stores.isEmpty();
  }

  /** Looks into one store after the other. */
  Optional<ChatAnswer> find(AnswerKey key) {
    for (AnswerStore store : stores) {
      Optional<ChatAnswer> found = store.find(key);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Looks into one store after the other; what a later one has, the earlier ones get. */
  Optional<ChatAnswer> find(AnswerKey key, String model) {
    for (int i = 0; i < stores.size(); i++) {
      Optional<ChatAnswer> found = stores.get(i).find(key);
      if (found.isPresent()) {
        for (AnswerStore earlier : stores.subList(0, i)) {
          earlier.keep(new StoredAnswer(key, model, found.get(), true));
        }
        return found;
      }
    }
    return Optional.empty();
  }

  void keep(StoredAnswer answer) {
    stores.forEach(store -> store.keep(answer));
  }

  @Override
  public void close() {
    stores.forEach(AnswerStore::close);
  }
}
