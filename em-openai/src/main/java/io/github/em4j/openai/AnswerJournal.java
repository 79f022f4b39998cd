package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answers of one run, in one file that only grows: a line per answer, written before anybody
 * sees the answer. A process that dies in the middle of a line leaves a line without an end, which
 * the next one cuts off. Answers stay in the file; memory holds 50 bytes for each.
 *
 * <p>A {@link RandomAccessFile} on purpose: an interrupt, which is how a run is cancelled, would
 * close a channel for everybody.
 */
final class AnswerJournal implements AnswerStore {
  private static final String HEADER = "{\"format\":\"em4j-answers\",\"version\":1}";

  /** Where a line lies in the file. */
  private record Place(long offset, int length) {}

  private final Path path;
  private final RandomAccessFile file;
  private final Map<AnswerKey, Place> places = new HashMap<>();
  private final Map<String, TokenUsage> usages = new HashMap<>();
  private long end;

  private AnswerJournal(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a journal, or begins one.
   *
   * @throws EntityMatchingException if it cannot be read, is something else, or another run uses it
   */
  static AnswerJournal open(Path path) {
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw new EntityMatchingException("journal '" + path + "' cannot be opened: " + e, e);
    }
    var journal = new AnswerJournal(path, file);
    try {
      journal.lock();
      journal.load();
      return journal;
    } catch (IOException e) {
      journal.close();
      throw new EntityMatchingException("journal '" + path + "' cannot be read: " + e, e);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    FileLock lock;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new EntityMatchingException(
          "journal '" + path + "' is in use by another run; each run needs its own");
    }
  }

  private void load() throws IOException {
    long whole = 0;
    int number = 0;
    var line = new ByteArrayOutputStream();
    // By this very file, not by a second stream: closing that would give up the lock.
    var block = new byte[1 << 16];
    for (int count = file.read(block); count >= 0; count = file.read(block)) {
      int from = 0;
      for (int i = 0; i < count; i++) {
        if (block[i] == '\n') {
          line.write(block, from, i - from);
          learn(line.toByteArray(), whole, ++number);
          whole += line.size() + 1;
          line.reset();
          from = i + 1;
        }
      }
      line.write(block, from, count - from);
      // Nothing is cut off, nor a file without line ends read to its end, that is no journal.
      if (number == 0 && !HEADER.startsWith(line.toString(StandardCharsets.UTF_8))) {
        throw noJournal();
      }
    }
    // What stands behind the last line end was being written when the process died.
    file.setLength(whole);
    end = whole;
    if (whole == 0) {
      append((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void learn(byte[] line, long offset, int number) {
    if (number == 1) {
      if (!Arrays.equals(line, HEADER.getBytes(StandardCharsets.UTF_8))) {
        throw noJournal();
      }
      return;
    }
    try {
      StoredAnswer answer = StoredAnswer.parse(line);
      places.put(answer.key(), new Place(offset, line.length));
      if (!answer.copied()) {
        usages.merge(answer.model(), answer.answer().usage(), TokenUsage::plus);
      }
    } catch (MalformedAnswer e) {
      throw new EntityMatchingException(
          "journal '%s', line %d, holds no answer: %s".formatted(path, number, e.problem()));
    }
  }

  private EntityMatchingException noJournal() {
    return new EntityMatchingException(
        "'" + path + "' is no journal: its first line must be " + HEADER);
  }

  /**
   * What the answers of a model in the journal cost when it was opened; those that came from a
   * cache cost nothing.
   */
  TokenUsage usageOf(String model) {
    return usages.getOrDefault(model, TokenUsage.NONE);
  }

  @Override
  public synchronized Optional<ChatAnswer> find(AnswerKey key) {
    Place place = places.get(key);
    if (place == null) {
      return Optional.empty();
    }
    try {
      var line = new byte[place.length()];
      file.seek(place.offset());
      file.readFully(line);
      return Optional.of(StoredAnswer.parse(line).answer());
    } catch (IOException | MalformedAnswer e) {
      throw new EntityMatchingException(
          "journal '" + path + "' cannot be read at byte " + place.offset() + ": " + e, e);
    }
  }

  @Override
  public synchronized void keep(StoredAnswer answer) {
    byte[] line = answer.toLine();
    long offset = end;
    try {
      append(line);
    } catch (IOException e) {
      throw new EntityMatchingException("journal '" + path + "' cannot be written: " + e, e);
    }
    places.put(answer.key(), new Place(offset, line.length - 1));
  }

  /** One write for a whole line, always where the last whole line ended. */
  private void append(byte[] line) throws IOException {
    file.seek(end);
    file.write(line);
    end += line.length;
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new EntityMatchingException("journal '" + path + "' cannot be closed: " + e, e);
    }
  }
}
