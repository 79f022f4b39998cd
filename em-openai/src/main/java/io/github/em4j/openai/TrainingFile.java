package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ChatJsonLines;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of examples for a server's fine-tuning: a line of JSON per example, a conversation that
 * ends with the answer to learn.
 *
 * @param path where it lies
 * @param examples how many
 * @param bytes its size
 * @param estimatedTokens about how many tokens one epoch trains on: a quarter of the bytes of text
 */
public record TrainingFile(Path path, int examples, long bytes, long estimatedTokens) {

  /** The fewest examples that the server accepts. */
  public static final int FEWEST_EXAMPLES = 10;

  /** The largest file that the server accepts, in bytes. */
  public static final long MOST_BYTES = 512L << 20;

  /**
   * The most tokens of an example that a server reads, by the same estimate; what is longer is cut
   * off there, and the answer with it.
   */
  public static final int MOST_TOKENS = 65_536;

  /**
   * Writes examples after checking them.
   *
   * @param path where to; appears whole or not at all
   * @param examples at least {@value #FEWEST_EXAMPLES}; each a conversation of at most one system
   *     message at its start, user and assistant by turns, that ends with the user
   * @return what was written
   * @throws IllegalArgumentException if examples are too few, too long or of another form; the
   *     message names the first few by their number, from 1
   * @throws EntityMatchingException if the file gets too large or cannot be written
   */
  public static TrainingFile write(Path path, List<FineTuningExample> examples) {
    return write(path, examples, FEWEST_EXAMPLES);
  }

  /** Writes examples to validate on, of which one is enough. */
  static TrainingFile writeValidation(Path path, List<FineTuningExample> examples) {
    return write(path, examples, 1);
  }

  private static TrainingFile write(Path path, List<FineTuningExample> examples, int fewest) {
    requireLearnable(examples, fewest);
    ChatJsonLines.writeExamples(new FineTuningData("training", examples, List.of()), path);
    long bytes = size(path);
    if (bytes > MOST_BYTES) {
      throw new EntityMatchingException(
          "a training file may have %,d bytes, and '%s' has %,d"
              .formatted(MOST_BYTES, path, bytes));
    }
    long tokens = examples.stream().mapToLong(TrainingFile::tokens).sum();
    return new TrainingFile(path, examples.size(), bytes, tokens);
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new EntityMatchingException("training file '" + path + "' cannot be read: " + e, e);
    }
  }

  private static void requireLearnable(List<FineTuningExample> examples, int fewest) {
    if (examples.size() < fewest) {
      throw new IllegalArgumentException(
          "fine-tuning needs at least %d examples, found %d".formatted(fewest, examples.size()));
    }
    var problems = new ArrayList<String>();
    for (int i = 0; i < examples.size() && problems.size() < 5; i++) {
      String problem = problem(examples.get(i));
      if (!problem.isEmpty()) {
        problems.add("example " + (i + 1) + ": " + problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** What is wrong with an example; empty where nothing is. */
  private static String problem(FineTuningExample example) {
    List<Message> messages = example.prompt().messages();
    Message.Role expected = Message.Role.USER;
    for (int i = 0; i < messages.size(); i++) {
      Message.Role role = messages.get(i).role();
      if (messages.get(i).content().isBlank()) {
        return "message " + (i + 1) + " is blank";
      }
      if (role == Message.Role.SYSTEM && i == 0) {
        continue;
      }
      if (role != expected) {
        return "message %d must be by %s, found %s".formatted(i + 1, expected, role);
      }
      expected = role == Message.Role.USER ? Message.Role.ASSISTANT : Message.Role.USER;
    }
    if (expected != Message.Role.ASSISTANT) {
      return "the last message of a prompt must be by USER";
    }
    if (example.completion().isBlank()) {
      return "the answer to learn is blank";
    }
    long tokens = tokens(example);
    return tokens > MOST_TOKENS
        ? "about %,d tokens are more than %,d".formatted(tokens, MOST_TOKENS)
        : "";
  }

  private static long tokens(FineTuningExample example) {
    long characters = example.completion().length();
    for (Message message : example.prompt().messages()) {
      characters += message.content().length();
    }
    return (characters + 3) / 4;
  }
}
