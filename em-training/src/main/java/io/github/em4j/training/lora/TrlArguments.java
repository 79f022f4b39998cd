package io.github.em4j.training.lora;

import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What {@code trl sft} is told, of TRL's and transformers' options. */
final class TrlArguments {
  private static final String YES = "True";
  private static final String NO = "False";
  private static final long SEEDS = 1L << 32;

  private final List<String> arguments = new ArrayList<>();

  private TrlArguments() {}

  /**
   * Checks that TRL's command line can do what the options ask for.
   *
   * @throws IllegalArgumentException if it cannot; the message names the option
   */
  static void requirePossible(LoraOptions options) {
    if (options.patience > 0) {
      throw new IllegalArgumentException("TRL's command line has no early stopping");
    }
    if (options.longExamples == LongExamplePolicy.TRUNCATE_VALUES) {
      throw new IllegalArgumentException(
          "TRL cannot cut examples inside their values; longExamples has to be FAIL or DROP");
    }
    if (options.adapter.alpha() != Math.rint(options.adapter.alpha())) {
      throw new IllegalArgumentException(
          "TRL takes whole numbers as lora_alpha, found " + options.adapter.alpha());
    }
  }

  static List<String> of(Path checkpoint, TrlData data, LoraOptions options, RunFolder folder) {
    TrlArguments made = new TrlArguments();
    made.add("--model_name_or_path", checkpoint.toAbsolutePath().toString());
    made.add("--dataset_name", data.folder().toAbsolutePath().toString());
    made.add("--output_dir", folder.work().toAbsolutePath().toString());
    made.add("--completion_only_loss", yes(!options.wholeText));
    made.add("--max_length", Integer.toString(data.maxLength()));
    made.adapter(options.adapter);
    made.optimizer(options, data.totalSteps());
    made.add("--num_train_epochs", Integer.toString(options.epochs));
    made.add("--per_device_train_batch_size", Integer.toString(data.microBatch()));
    made.add("--per_device_eval_batch_size", Integer.toString(data.microBatch()));
    made.add("--gradient_accumulation_steps", Integer.toString(data.accumulation()));
    made.add("--gradient_checkpointing", yes(options.checkpointing));
    // Single precision as in LoraTrainer; TRL's own default needs a GPU.
    made.add("--bf16", NO);
    // Python takes seeds of 32 bits without a sign.
    made.add("--seed", Long.toString(Math.floorMod(options.seed, SEEDS)));
    made.validation(data, options.keepEpochs);
    made.add("--logging_steps", "1");
    made.add("--disable_tqdm", YES);
    made.add("--report_to", "none");
    return made.arguments;
  }

  private void adapter(AdapterConfig adapter) {
    add("--use_peft", YES);
    add("--lora_r", Integer.toString(adapter.rank()));
    add("--lora_alpha", Long.toString((long) adapter.alpha()));
    add("--lora_dropout", Double.toString(adapter.dropout()));
    add("--use_rslora", yes(adapter.rankStabilized()));
    List<String> targets = new ArrayList<>(new TreeSet<>(adapter.targets()));
    if (targets.size() == 1) {
      // PEFT would take a single one as a regular expression over whole names.
      targets.add(targets.get(0));
    }
    arguments.add("--lora_target_modules");
    arguments.addAll(targets);
  }

  private void optimizer(LoraOptions options, int totalSteps) {
    Optimizer.AdamW adamW = (Optimizer.AdamW) options.optimizer;
    add("--optim", "adamw_torch");
    add("--adam_beta1", Double.toString(adamW.beta1()));
    add("--adam_beta2", Double.toString(adamW.beta2()));
    add("--adam_epsilon", Double.toString(adamW.epsilon()));
    add("--weight_decay", Double.toString(adamW.weightDecay()));
    // 0 is TRL's word for no limit.
    double norm = options.maxGradientNorm;
    add("--max_grad_norm", Double.isInfinite(norm) ? "0.0" : Double.toString(norm));
    add("--learning_rate", Double.toString(options.learningRate));
    add("--warmup_steps", Integer.toString(options.schedule(totalSteps).warmUpSteps()));
    schedule(options);
  }

  private void schedule(LoraOptions options) {
    Decay decay = options.floor == 1 ? Decay.CONSTANT : options.decay;
    boolean hasFloor = options.floor > 0;
    double end = options.floor * options.learningRate;
    switch (decay) {
      case CONSTANT -> add("--lr_scheduler_type", "constant_with_warmup");
      case LINEAR -> {
        if (hasFloor) {
          polynomial(1, end);
        } else {
          add("--lr_scheduler_type", "linear");
        }
      }
      case COSINE -> {
        add("--lr_scheduler_type", hasFloor ? "cosine_with_min_lr" : "cosine");
        if (hasFloor) {
          add("--lr_scheduler_kwargs", "{\"min_lr_rate\": " + options.floor + "}");
        }
      }
      case POLYNOMIAL -> polynomial(options.power, end);
    }
  }

  private void polynomial(double power, double end) {
    add("--lr_scheduler_type", "polynomial");
    add("--lr_scheduler_kwargs", "{\"power\": %s, \"lr_end\": %s}".formatted(power, end));
  }

  private void validation(TrlData data, boolean keepEpochs) {
    if (!data.hasValidation()) {
      add("--eval_strategy", "no");
      add("--save_strategy", keepEpochs ? "epoch" : "no");
      return;
    }
    add("--dataset_test_split", TrlData.VALIDATION);
    add("--eval_strategy", "epoch");
    add("--save_strategy", "epoch");
    add("--load_best_model_at_end", YES);
    add("--metric_for_best_model", "eval_loss");
    add("--greater_is_better", NO);
    if (!keepEpochs) {
      add("--save_total_limit", "1");
    }
  }

  private void add(String name, String value) {
    arguments.addAll(List.of(name, value));
  }

  private static String yes(boolean on) {
    return on ? YES : NO;
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
