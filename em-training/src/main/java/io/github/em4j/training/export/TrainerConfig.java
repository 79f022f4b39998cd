package io.github.em4j.training.export;

import io.github.em4j.training.lora.LongExamplePolicy;
import io.github.em4j.training.lora.LoraOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The configuration of a trainer. */
interface TrainerConfig {

  /**
   * What is to be trained how.
   *
   * @param dataName what the data is called
   * @param model the base model
   * @param settings how to train, in TRL's words
   * @param options how to train
   * @param examples how many examples there are
   * @param longest about how many tokens the longest has
   * @param hasValidation whether there is something to validate on
   */
  record Job(
      String dataName,
      String model,
      Map<String, Object> settings,
      LoraOptions options,
      int examples,
      int longest,
      boolean hasValidation) {

    /** A file that says at its top what it is. */
    ConfigFile file(String trainer, String command) {
      return new ConfigFile()
          .comment(
              String.format(
                  Locale.ROOT,
                  "%s on %s, %,d examples; written by em4j.",
                  trainer,
                  dataName,
                  examples))
          .comment("In this folder: " + command)
          .comment(
              String.format(
                  Locale.ROOT,
                  "Batches assume examples of up to %d tokens, estimated from their characters.",
                  longest));
    }

    /** Whether examples that are too long are to be left out. */
    boolean dropsLong() {
      return LongExamplePolicy.DROP.name().equals(options.toMap().get("long examples"));
    }

    /** The setting of a name. */
    Object setting(String name) {
      Object value = settings.get(name);
      if (value == null) {
        throw new IllegalStateException("there is no setting " + name);
      }
      return value;
    }

    /** Copies settings under the trainer's own names. */
    void copy(Map<String, Object> to, String... namesAndNewNames) {
      for (int i = 0; i < namesAndNewNames.length; i += 2) {
        Object value = settings.get(namesAndNewNames[i]);
        if (value != null) {
          to.put(namesAndNewNames[i + 1], value);
        }
      }
    }

    /** The adapted layers, each once. */
    List<String> targets() {
      return ((List<?>) setting("lora_target_modules"))
          .stream().map(Object::toString).distinct().toList();
    }
  }

  /** Writes the files of the configuration. */
  List<Path> write(Path folder);

  /** What is run in the folder. */
  String command();
}
