package io.github.em4j.training.lora;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The data of a run as TRL reads it: files of conversations, each a {@code prompt} and a {@code
 * completion}. TRL could learn from {@code messages} as well, but would have to find the answer in
 * them by marks in the chat template, which few templates have.
 *
 * @param folder where the files lie
 * @param maxLength how many tokens an example may have
 * @param examples how many examples there are
 * @param dropped how many were too long
 * @param batches how the steps are cut
 * @param hasValidation whether there is something to validate on
 */
record TrlData(
    Path folder,
    int maxLength,
    int examples,
    int dropped,
    TrlBatches batches,
    boolean hasValidation) {
  static final String VALIDATION = "validation";
  private static final String TRAIN = "train";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes the files and says how many examples make a step.
   *
   * @throws EntityMatchingException if an example is too long and the policy says so, or a file
   *     cannot be written
   */
  static TrlData write(Path folder, Checkpoint base, FineTuningData data, LoraOptions options) {
    int maxLength = Math.min(options.maxLength, base.config().maxPositions());
    List<FineTuningExample> answers =
        data.validation().stream()
            .map(question -> new FineTuningExample(question.prompt(), question.answer()))
            .toList();
    List<FineTuningExample> examples;
    List<FineTuningExample> validation;
    EncodedExamples encoded;
    try (ChatTokenizer tokenizer = base.openTokenizer()) {
      examples = fitting(data.examples(), tokenizer, maxLength, options.longExamples);
      encoded = EncodedExamples.of(examples, tokenizer, maxLength, options);
      validation = fitting(answers, tokenizer, maxLength, options.longExamples);
      if (!validation.isEmpty()) {
        // TRL would cut what is too long silently.
        EncodedExamples.of(validation, tokenizer, maxLength, options);
      }
    }
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(file(folder, VALIDATION));
      write(file(folder, TRAIN), examples);
      if (!validation.isEmpty()) {
        write(file(folder, VALIDATION), validation);
      }
    } catch (IOException e) {
      throw new EntityMatchingException("the data cannot be written to " + folder + ": " + e, e);
    }
    int dropped = data.examples().size() - examples.size();
    long tokens = encoded.examples().stream().mapToLong(TrainingExample::length).sum();
    int longest = encoded.examples().stream().mapToInt(TrainingExample::length).max().orElseThrow();
    TrlBatches batches = TrlBatches.of(options, encoded.examples().size(), tokens, longest);
    return new TrlData(
        folder, maxLength, encoded.examples().size(), dropped, batches, !validation.isEmpty());
  }

  /** Without those that are to be dropped. */
  private static List<FineTuningExample> fitting(
      List<FineTuningExample> examples,
      ChatTokenizer tokenizer,
      int maxLength,
      LongExamplePolicy policy) {
    return policy == LongExamplePolicy.DROP
        ? examples.stream().filter(e -> EncodedExamples.fits(e, tokenizer, maxLength)).toList()
        : examples;
  }

  private static Path file(Path folder, String split) {
    return folder.resolve(split + ".jsonl");
  }

  private static void write(Path file, List<FineTuningExample> examples) throws IOException {
    WholeFile.write(
        file,
        out -> {
          for (FineTuningExample example : examples) {
            out.write((line(example) + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  private static ObjectNode line(FineTuningExample example) {
    ObjectNode line = JSON.createObjectNode();
    ArrayNode prompt = line.putArray("prompt");
    example.prompt().messages().forEach(message -> add(prompt, message.role(), message.content()));
    add(line.putArray("completion"), Message.Role.ASSISTANT, example.completion());
    return line;
  }

  private static void add(ArrayNode messages, Message.Role role, String content) {
    messages.addObject().put("role", role.name().toLowerCase(Locale.ROOT)).put("content", content);
  }
}
