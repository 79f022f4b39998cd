package io.github.em4j.training.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * LLaMA-Factory's list of data sets ({@code dataset_info.json}) and configuration. Names as in its
 * version 0.9 ({@code llamafactory/data/parser.py}, {@code llamafactory/hparams}), which reads the
 * chat template of the tokenizer where no {@code template} is named.
 */
record LlamaFactoryConfig(Job job) implements TrainerConfig {
  private static final String FILE = "llama_factory.yaml";
  private static final String INFO = "dataset_info.json";
  private static final String TRAIN = "em4j_train";
  private static final String VALIDATION = "em4j_validation";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Checks that user and assistant take turns, behind a system message or none: what does not is
   * passed over by LLaMA-Factory with a warning.
   */
  static void requireTakingTurns(FineTuningExample example) {
    List<Message> messages = example.prompt().messages();
    int first = messages.get(0).role() == Message.Role.SYSTEM ? 1 : 0;
    boolean takesTurns = (messages.size() - first) % 2 == 1;
    for (int i = first; i < messages.size(); i++) {
      Message.Role turn = (i - first) % 2 == 0 ? Message.Role.USER : Message.Role.ASSISTANT;
      takesTurns &= messages.get(i).role() == turn;
    }
    if (!takesTurns) {
      throw new IllegalArgumentException(
          "LLaMA-Factory needs messages of user and assistant in turn, found "
              + messages.stream().map(Message::role).toList());
    }
  }

  @Override
  public String command() {
    return "llamafactory-cli train " + FILE;
  }

  @Override
  public List<Path> write(Path folder) {
    Path info = folder.resolve(INFO);
    Path file = folder.resolve(FILE);
    ObjectNode datasets = datasets();
    try {
      WholeFile.writeString(info, pretty(datasets) + "\n");
      if (!JSON.readTree(Files.readString(info)).equals(datasets)) {
        throw new EntityMatchingException(info + " is read otherwise than it was written");
      }
    } catch (IOException e) {
      throw new EntityMatchingException(info + " cannot be written: " + e, e);
    }
    config().write(file);
    return List.of(info, file);
  }

  private static String pretty(ObjectNode node) throws JsonProcessingException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(node);
  }

  private ObjectNode datasets() {
    ObjectNode datasets = JSON.createObjectNode();
    describe(datasets.putObject(TRAIN), "train.jsonl");
    if (job.hasValidation()) {
      describe(datasets.putObject(VALIDATION), "validation.jsonl");
    }
    return datasets;
  }

  private static void describe(ObjectNode dataset, String file) {
    dataset.put("file_name", file).put("formatting", "sharegpt");
    dataset.putObject("columns").put("messages", "messages");
    dataset
        .putObject("tags")
        .put("role_tag", "role")
        .put("content_tag", "content")
        .put("user_tag", "user")
        .put("assistant_tag", "assistant")
        .put("system_tag", "system");
  }

  private ConfigFile config() {
    ConfigFile file = job.file("LLaMA-Factory", command());
    file.comment("LLaMA-Factory cuts what is longer than cutoff_len without a word.");
    Map<String, Object> data = file.group("The model and the data");
    data.put("model_name_or_path", job.model());
    data.put("dataset_dir", ".");
    data.put("dataset", TRAIN);
    if (job.hasValidation()) {
      data.put("eval_dataset", VALIDATION);
    }
    data.put("cutoff_len", job.setting("max_length"));
    data.put("packing", false);
    boolean wholeText = job.setting("completion_only_loss").equals(false);
    data.put("train_on_prompt", wholeText);
    // The answers of demonstrations are not learnt; the two options exclude each other.
    data.put("mask_history", !wholeText);
    data.put("output_dir", "adapter");
    adapter(file.group("The adapter"));
    training(file.group("The training"));
    return file;
  }

  private void adapter(Map<String, Object> values) {
    values.put("stage", "sft");
    values.put("do_train", true);
    values.put("finetuning_type", "lora");
    job.copy(
        values,
        "lora_r",
        "lora_rank",
        "lora_alpha",
        "lora_alpha",
        "lora_dropout",
        "lora_dropout",
        "use_rslora",
        "use_rslora");
    values.put("lora_target", String.join(",", job.targets()));
  }

  /** The rest is transformers', and called the same. */
  private void training(Map<String, Object> values) {
    for (String name :
        List.of(
            "optim",
            "adam_beta1",
            "adam_beta2",
            "adam_epsilon",
            "weight_decay",
            "max_grad_norm",
            "learning_rate",
            "warmup_steps",
            "lr_scheduler_type",
            "lr_scheduler_kwargs",
            "num_train_epochs",
            "per_device_train_batch_size",
            "per_device_eval_batch_size",
            "gradient_accumulation_steps",
            "gradient_checkpointing",
            "seed",
            "eval_strategy",
            "save_strategy",
            "load_best_model_at_end",
            "metric_for_best_model",
            "greater_is_better",
            "save_total_limit")) {
      job.copy(values, name, name);
    }
    values.put("bf16", true);
    values.put("logging_steps", 1);
    values.put("report_to", "none");
  }
}
