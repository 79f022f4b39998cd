package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program at work for a run, with all that it starts. Started without a shell; what it says, on
 * both channels, is read line by line and kept in a log. One thread waits for it; any may close it.
 */
final class ExternalProgram implements AutoCloseable {
  /** Longer lines come in pieces, so that no output fills the memory. */
  private static final int MAX_LINE = 8192;

  private static final int TAIL_LINES = 20;
  private static final int WAITING_LINES = 256;
  private static final long LOOK_MILLIS = 100;

  /** How long output is waited for that a program left unread when it ended. */
  private static final int LOOKS_AFTER_END = 50;

  private static final Duration FORCED = Duration.ofSeconds(10);

  private final Process process;
  private final Duration grace;
  private final Thread reader;
  private final Thread shutdown = new Thread(this::destroyForcibly, "em4j-program-shutdown");
  private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(WAITING_LINES);
  private final Deque<String> tail = new ArrayDeque<>();

  private ExternalProgram(Process process, Path log, Duration grace) {
    this.process = process;
    this.grace = grace;
    reader = new Thread(() -> read(log), "em4j-program-output");
    reader.setDaemon(true);
  }

  /**
   * Starts a program. It inherits the environment, and its input is empty.
   *
   * @param command the program and its arguments
   * @param folder where it works
   * @param defaults variables that it gets where the environment does not have them
   * @param log where its output is written to
   * @param grace how long it may take to end when it is asked to
   * @throws EntityMatchingException if there is no such program
   */
  static ExternalProgram start(
      List<String> command, Path folder, Map<String, String> defaults, Path log, Duration grace) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    defaults.forEach(builder.environment()::putIfAbsent);
    try {
      Process process = builder.start();
      ExternalProgram program = new ExternalProgram(process, log, grace);
      // A killed JVM would leave a program that trains on for nobody.
      Runtime.getRuntime().addShutdownHook(program.shutdown);
      program.reader.start();
      process.getOutputStream().close();
      return program;
    } catch (IOException e) {
      throw new EntityMatchingException(
          "the program '%s' cannot be started: %s".formatted(command.get(0), e.getMessage()), e);
    }
  }

  private void read(Path log) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter copy = Files.newBufferedWriter(log)) {
      StringBuilder line = new StringBuilder();
      for (int next = output.read(); next >= 0; next = output.read()) {
        // Progress bars go back to the start of their line.
        boolean ends = next == '\n' || next == '\r';
        if (!ends) {
          line.append((char) next);
        }
        if (ends || line.length() == MAX_LINE) {
          pass(line, copy);
        }
      }
      pass(line, copy);
    } catch (IOException e) {
      // The output of a program that was ended breaks off; of another one, its exit code tells.
      offerQuietly(Optional.of("its output cannot be read on: " + e));
    } catch (InterruptedException e) {
      return;
    }
    offerQuietly(Optional.empty());
  }

  private void pass(StringBuilder line, BufferedWriter copy)
      throws IOException, InterruptedException {
    String text = line.toString().stripTrailing();
    line.setLength(0);
    if (!text.isEmpty()) {
      copy.write(text + "\n");
      copy.flush();
      lines.put(Optional.of(text));
    }
  }

  private void offerQuietly(Optional<String> line) {
    try {
      lines.put(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Passes on what the program says until it ends.
   *
   * @param listener takes each line that is not blank
   * @param requireWanted throws where the program is not wanted any longer; asked all the time
   * @return the program's exit code
   */
  int await(Consumer<String> listener, Runnable requireWanted) {
    try {
      int looks = 0;
      while (looks < LOOKS_AFTER_END) {
        requireWanted.run();
        Optional<String> line = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (line == null) {
          // What the program started may live on and hold its output open.
          looks = process.isAlive() ? 0 : looks + 1;
        } else if (line.isEmpty()) {
          break;
        } else {
          remember(line.get());
          listener.accept(line.get());
        }
      }
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        requireWanted.run();
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntityMatchingException("interrupted while waiting for a program", e, true);
    }
  }

  private void remember(String line) {
    if (tail.size() == TAIL_LINES) {
      tail.removeFirst();
    }
    tail.addLast(line);
  }

  /** The last lines that were passed on. */
  String tail() {
    return tail.isEmpty() ? "(it said nothing)" : String.join("\n", tail);
  }

  /** Ends the program and all that it started: asks first, and does not ask after the grace. */
  @Override
  public void close() {
    List<ProcessHandle> tree = tree().toList();
    tree.forEach(ProcessHandle::destroy);
    if (!haveEnded(tree, grace)) {
      Stream.concat(tree.stream(), tree.stream().flatMap(ProcessHandle::descendants))
          .toList()
          .forEach(ProcessHandle::destroyForcibly);
      haveEnded(tree, FORCED);
    }
    reader.interrupt();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdown);
    } catch (IllegalStateException e) {
      // The JVM is being shut down, and the hook runs.
      return;
    }
  }

  private Stream<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private void destroyForcibly() {
    tree().toList().forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean haveEnded(List<ProcessHandle> tree, Duration timeout) {
    CompletableFuture<?>[] ends =
        tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
