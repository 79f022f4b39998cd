package io.github.em4j.training.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.EpochResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What transformers' {@code Trainer} notes beside each checkpoint: which one was the best. */
final class TrlState {
  static final String FILE = "trainer_state.json";
  private static final String CHECKPOINT = "checkpoint-";

  private TrlState() {}

  /** What was noted last, where there are checkpoints. */
  static Optional<String> newest(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> newest =
          files
              .filter(file -> Files.exists(file.resolve(FILE)))
              .max(Comparator.comparingLong(file -> step(file.toString())));
      return newest.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.readString(newest.get().resolve(FILE)));
    } catch (IOException e) {
      throw new EntityMatchingException("TRL's checkpoints in " + folder + " cannot be read", e);
    }
  }

  /**
   * The epoch of the checkpoint that TRL went back to.
   *
   * @param file the state
   * @param epochs those that are known
   * @return one of them, or empty where TRL noted none
   */
  static OptionalInt bestEpoch(Path file, List<EpochResult> epochs) {
    if (!Files.exists(file)) {
      return OptionalInt.empty();
    }
    try {
      JsonNode state = new ObjectMapper().readTree(file.toFile());
      long best = step(state.path("best_model_checkpoint").asText());
      for (JsonNode entry : state.path("log_history")) {
        int epoch = (int) Math.round(entry.path("epoch").asDouble());
        if (entry.has("eval_loss")
            && entry.path("step").asLong() == best
            && epochs.stream().anyMatch(result -> result.epoch() == epoch)) {
          return OptionalInt.of(epoch);
        }
      }
      return OptionalInt.empty();
    } catch (IOException e) {
      throw new EntityMatchingException(file + " cannot be read: " + e, e);
    }
  }

  /** The step of a checkpoint's folder, -1 where it is called otherwise. */
  private static long step(String path) {
    int name = path.lastIndexOf(CHECKPOINT);
    String digits = path.substring(name + (name < 0 ? 1 : CHECKPOINT.length()));
    return name >= 0 && digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
  }
}
