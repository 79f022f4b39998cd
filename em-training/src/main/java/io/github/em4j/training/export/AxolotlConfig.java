package io.github.em4j.training.export;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Axolotl's configuration. Names as in the schemas of its version 0.15 ({@code
 * axolotl/utils/schemas}), values such as {@code raise} for long examples as of 0.13.
 *
 * <p>Chat templates are the tokenizer's own, and each example is a row of its own: packing would
 * give other steps.
 */
record AxolotlConfig(Job job) implements TrainerConfig {
  private static final String FILE = "axolotl.yaml";

  @Override
  public String command() {
    return "axolotl train " + FILE;
  }

  @Override
  public List<Path> write(Path folder) {
    Path file = folder.resolve(FILE);
    config().write(file);
    return List.of(file);
  }

  private ConfigFile config() {
    ConfigFile file = job.file("Axolotl", command());
    Map<String, Object> data = file.group("The model and the data");
    data.put("base_model", job.model());
    data.put("datasets", List.of(dataset("train.jsonl")));
    if (job.hasValidation()) {
      data.put("test_datasets", List.of(dataset("validation.jsonl")));
    }
    data.put("dataset_prepared_path", "prepared");
    data.put("output_dir", "adapter");
    lengths(data);
    adapter(file.group("The adapter"));
    training(file.group("The training"));
    return file;
  }

  private static Map<String, Object> dataset(String name) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("path", name);
    dataset.put("ds_type", "json");
    dataset.put("split", "train");
    dataset.put("type", "chat_template");
    dataset.put("chat_template", "tokenizer_default");
    dataset.put("field_messages", "messages");
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("role", "role");
    properties.put("content", "content");
    dataset.put("message_property_mappings", properties);
    dataset.put("roles_to_train", List.of("assistant"));
    dataset.put("message_field_training", "training");
    dataset.put("train_on_eos", "turn");
    return dataset;
  }

  private void lengths(Map<String, Object> data) {
    data.put("sequence_len", job.setting("max_length"));
    data.put("excess_length_strategy", job.dropsLong() ? "drop" : "raise");
    data.put("sample_packing", false);
    data.put("pad_to_sequence_len", false);
  }

  private void adapter(Map<String, Object> values) {
    values.put("adapter", "lora");
    job.copy(
        values,
        "lora_r",
        "lora_r",
        "lora_alpha",
        "lora_alpha",
        "lora_dropout",
        "lora_dropout",
        "use_rslora",
        "peft_use_rslora");
    values.put("lora_target_modules", job.targets());
  }

  private void training(Map<String, Object> values) {
    values.put("train_on_inputs", job.setting("completion_only_loss").equals(false));
    job.copy(
        values,
        "optim",
        "optimizer",
        "adam_beta1",
        "adam_beta1",
        "adam_beta2",
        "adam_beta2",
        "adam_epsilon",
        "adam_epsilon",
        "weight_decay",
        "weight_decay",
        "max_grad_norm",
        "max_grad_norm",
        "learning_rate",
        "learning_rate",
        "warmup_steps",
        "warmup_steps",
        "lr_scheduler_type",
        "lr_scheduler",
        "lr_scheduler_kwargs",
        "lr_scheduler_kwargs",
        "num_train_epochs",
        "num_epochs",
        "per_device_train_batch_size",
        "micro_batch_size",
        "per_device_eval_batch_size",
        "eval_batch_size",
        "gradient_accumulation_steps",
        "gradient_accumulation_steps",
        "gradient_checkpointing",
        "gradient_checkpointing",
        "seed",
        "seed",
        "eval_strategy",
        "eval_strategy",
        "save_strategy",
        "save_strategy",
        "load_best_model_at_end",
        "load_best_model_at_end",
        "metric_for_best_model",
        "metric_for_best_model",
        "greater_is_better",
        "greater_is_better",
        "save_total_limit",
        "save_total_limit");
    values.put("bf16", true);
    values.put("logging_steps", 1);
  }
}
