package io.github.em4j.training.export;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.training.lora.LoraOptions;
import io.github.em4j.training.lora.TrlBatches;
import io.github.em4j.training.lora.TrlSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes data for fine-tuning for other trainers: the examples, the validation questions with their
 * right answers, and a configuration that trains as {@link LoraOptions} say. What is written is
 * read back and compared.
 *
 * <pre>{@code
 * ExportedFiles files =
 *     FineTuningExport.of(data)
 *         .model("meta-llama/Llama-3.1-8B-Instruct")
 *         .options(LoraOptions.paper())
 *         .write(ExportTarget.TRL, Path.of("for-trl"));
 * System.out.println(files.command().orElseThrow()); // trl sft --config trl.yaml
 * }</pre>
 *
 * <p>The folder can be moved: names inside it are relative, and the command is to be run in it. The
 * configurations ask for bfloat16, which needs a GPU that has it.
 *
 * <p>Not safe for use by many threads.
 */
public final class FineTuningExport {
  /** What is said of the length of a text whose tokenizer is not known. */
  private static final double CHARACTERS_PER_TOKEN = 4;

  private static final double TOKENS_AROUND_A_MESSAGE = 6;
  private static final String TRAIN = "train.jsonl";
  private static final String VALIDATION = "validation.jsonl";
  private static final String PAPERS_MODEL = "meta-llama/Llama-3.1-8B-Instruct";

  private final FineTuningData data;
  private final List<FineTuningExample> validation;
  private String model = PAPERS_MODEL;
  private LoraOptions options = LoraOptions.paper();
  private double tokensPerCharacter = 1 / CHARACTERS_PER_TOKEN;

  private FineTuningExport(FineTuningData data) {
    this.data = requireNonNull(data, "data");
    validation =
        data.validation().stream()
            .map(question -> new FineTuningExample(question.prompt(), question.answer()))
            .toList();
  }

  /**
   * Starts an export with the paper's model and {@link LoraOptions#paper}.
   *
   * @param data what to write
   * @return a new export
   */
  public static FineTuningExport of(FineTuningData data) {
    return new FineTuningExport(data);
  }

  /**
   * Sets the model that the configurations name.
   *
   * @param nameOrPath a name on Hugging Face's hub or a folder; default {@code
   *     meta-llama/Llama-3.1-8B-Instruct}
   * @return this
   * @throws IllegalArgumentException if it is blank
   */
  public FineTuningExport model(String nameOrPath) {
    if (nameOrPath.isBlank()) {
      throw new IllegalArgumentException("the model of an export needs a name");
    }
    model = nameOrPath;
    return this;
  }

  /**
   * Sets how the configurations train.
   *
   * @param newOptions default {@link LoraOptions#paper}
   * @return this
   */
  public FineTuningExport options(LoraOptions newOptions) {
    options = requireNonNull(newOptions, "newOptions");
    return this;
  }

  /**
   * Sets how many tokens a character makes, which the size of batches in the configurations comes
   * from.
   *
   * @param share positive; default 0.25, about right for English and the tokenizers of today
   * @return this
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public FineTuningExport tokensPerCharacter(double share) {
    if (!(share > 0) || Double.isInfinite(share)) {
      throw new IllegalArgumentException("tokensPerCharacter must be positive, found " + share);
    }
    tokensPerCharacter = share;
    return this;
  }

  /**
   * Writes everything that a target needs. Files that are there are replaced.
   *
   * @param target whom for
   * @param folder where to; created if it is not there
   * @return what was written
   * @throws IllegalArgumentException if the target's form cannot say an example, or its trainer
   *     cannot do what the options ask for; nothing usable is left then
   * @throws EntityMatchingException if a file cannot be written, or is read otherwise than it was
   *     written
   */
  public ExportedFiles write(ExportTarget target, Path folder) {
    Optional<TrainerConfig> config = config(target);
    List<Path> files = new ArrayList<>();
    try {
      Path examples = target == ExportTarget.TRL ? folder.resolve("data") : folder;
      Files.createDirectories(examples);
      Files.deleteIfExists(examples.resolve(VALIDATION));
      files.add(examples.resolve(TRAIN));
      target.format().write(data.examples(), examples.resolve(TRAIN));
      if (!validation.isEmpty()) {
        files.add(examples.resolve(VALIDATION));
        target.format().write(validation, examples.resolve(VALIDATION));
      }
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write to " + folder + ": " + e, e);
    }
    config.ifPresent(trainer -> files.addAll(trainer.write(folder)));
    return new ExportedFiles(
        target,
        folder,
        files,
        data.examples().size(),
        validation.size(),
        config.map(TrainerConfig::command));
  }

  private Optional<TrainerConfig> config(ExportTarget target) {
    return switch (target) {
      case OPENAI, MESSAGES, PROMPT_COMPLETION, PROMPT_COMPLETION_CHAT -> Optional.empty();
      case TRL -> Optional.of(new TrlConfig(job()));
      case AXOLOTL -> Optional.of(new AxolotlConfig(job()));
      case LLAMA_FACTORY -> {
        data.examples().forEach(LlamaFactoryConfig::requireTakingTurns);
        yield Optional.of(new LlamaFactoryConfig(job()));
      }
    };
  }

  private TrainerConfig.Job job() {
    long tokens = 0;
    int longest = 1;
    for (FineTuningExample example : data.examples()) {
      int length = tokens(example);
      tokens += length;
      longest = Math.max(longest, length);
    }
    TrlBatches batches = TrlBatches.of(options, data.examples().size(), tokens, longest);
    Map<String, Object> settings = TrlSettings.of(options, batches, !validation.isEmpty());
    return new TrainerConfig.Job(
        data.name(),
        model,
        settings,
        options,
        data.examples().size(),
        longest,
        !validation.isEmpty());
  }

  private int tokens(FineTuningExample example) {
    double tokens = example.completion().length() * tokensPerCharacter + TOKENS_AROUND_A_MESSAGE;
    for (Message message : example.prompt().messages()) {
      tokens += message.content().length() * tokensPerCharacter + TOKENS_AROUND_A_MESSAGE;
    }
    return (int) Math.ceil(tokens);
  }
}
