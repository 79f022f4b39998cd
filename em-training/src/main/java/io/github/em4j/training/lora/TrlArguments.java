package io.github.em4j.training.lora;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code trl sft} is told, of TRL's and transformers' options. */
final class TrlArguments {
  private static final String YES = "True";
  private static final String NO = "False";

  private final List<String> arguments = new ArrayList<>();

  private TrlArguments() {}

  static List<String> of(Path checkpoint, TrlData data, LoraOptions options, RunFolder folder) {
    TrlArguments made = new TrlArguments();
    made.add("model_name_or_path", checkpoint.toAbsolutePath());
    made.add("dataset_name", data.folder().toAbsolutePath());
    made.add("output_dir", folder.work().toAbsolutePath());
    TrlSettings.of(options, data.batches(), data.hasValidation())
        .forEach(
            (name, value) -> made.add(name, name.equals("max_length") ? data.maxLength() : value));
    if (data.hasValidation()) {
      made.add("dataset_test_split", TrlData.VALIDATION);
    }
    // Single precision as in LoraTrainer; TRL's own default needs a GPU.
    made.add("bf16", false);
    made.add("logging_steps", 1);
    made.add("disable_tqdm", true);
    made.add("report_to", "none");
    return made.arguments;
  }

  private void add(String name, Object value) {
    arguments.add("--" + name);
    if (value instanceof List<?> list) {
      list.forEach(item -> arguments.add(item.toString()));
    } else {
      arguments.add(text(value));
    }
  }

  private static String text(Object value) {
    if (value instanceof Boolean on) {
      return on ? YES : NO;
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> "\"%s\": %s".formatted(entry.getKey(), entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }

  /**
   * Variables that TRL gets where the environment does not say otherwise: output at once, in UTF-8
   * and without bars, and the cache of the examples in the run's folder, where it is removed.
   */
  static Map<String, String> environment(LoraOptions options, RunFolder folder) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "PYTHONUNBUFFERED", "1",
                "PYTHONUTF8", "1",
                "TQDM_DISABLE", "1",
                "HF_DATASETS_DISABLE_PROGRESS_BARS", "1",
                "HF_HUB_DISABLE_PROGRESS_BARS", "1",
                "HF_DATASETS_CACHE", folder.work().resolve("cache").toAbsolutePath().toString()));
    if (options.threads > 0) {
      variables.put("OMP_NUM_THREADS", Integer.toString(options.threads));
    }
    return variables;
  }
}
