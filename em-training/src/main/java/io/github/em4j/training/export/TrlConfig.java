package io.github.em4j.training.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The file that TRL's {@code trl sft --config} reads: a value for each of its options. Checked with
 * TRL 1.13, which refuses names that it does not know.
 */
record TrlConfig(Job job) implements TrainerConfig {
  private static final String FILE = "trl.yaml";

  @Override
  public String command() {
    return "trl sft --config " + FILE;
  }

  @Override
  public List<Path> write(Path folder) {
    Path file = folder.resolve(FILE);
    config().write(file);
    return List.of(file);
  }

  private ConfigFile config() {
    ConfigFile file = job.file("TRL", command());
    file.comment("TRL cuts what is longer than max_length without a word.");
    Map<String, Object> data = file.group("The model and the data");
    data.put("model_name_or_path", job.model());
    data.put("dtype", "bfloat16");
    data.put("dataset_name", "./data");
    if (job.hasValidation()) {
      data.put("dataset_test_split", "validation");
    }
    data.put("output_dir", "adapter");
    Map<String, Object> training = file.group("The training");
    training.putAll(job.settings());
    training.put("bf16", true);
    Map<String, Object> output = file.group("What is said");
    output.put("logging_steps", 1);
    output.put("report_to", "none");
    return file;
  }
}
