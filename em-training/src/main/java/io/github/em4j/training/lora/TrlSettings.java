package io.github.em4j.training.lora;

import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * LoRA options in the words of TRL, transformers and PEFT, as their command lines and configuration
 * files take them. Other trainers build on the same libraries and call most things the same.
 * Checked with TRL 1.13, transformers 5.18 and PEFT 0.21.
 */
public final class TrlSettings {
  private static final long SEEDS = 1L << 32;

  private final Map<String, Object> values = new LinkedHashMap<>();

  private TrlSettings() {}

  /**
   * Says in TRL's words how to train. What is trained on what, and where to, is not in it; nor is
   * the numeric type.
   *
   * @param options how to train
   * @param batches how steps are cut into batches
   * @param hasValidation whether there is something to validate on
   * @return values by TRL's names, in a fixed order: Boolean, Integer, Long, Double, String, a list
   *     of strings for {@code lora_target_modules}, and a map of doubles for {@code
   *     lr_scheduler_kwargs}; cannot be changed
   * @throws IllegalArgumentException if the options ask for a GPU, for early stopping, for cutting
   *     values or for an alpha that is no whole number, which TRL's command line cannot do
   */
  public static Map<String, Object> of(
      LoraOptions options, TrlBatches batches, boolean hasValidation) {
    requirePossible(options);
    TrlSettings made = new TrlSettings();
    Map<String, Object> values = made.values;
    values.put("completion_only_loss", !options.wholeText);
    values.put("max_length", options.maxLength);
    made.adapter(options.adapter);
    made.optimizer(options, batches.totalSteps());
    values.put("num_train_epochs", options.epochs);
    values.put("per_device_train_batch_size", batches.microBatch());
    values.put("per_device_eval_batch_size", batches.microBatch());
    values.put("gradient_accumulation_steps", batches.accumulation());
    values.put("gradient_checkpointing", options.checkpointing);
    // Python takes seeds of 32 bits without a sign.
    values.put("seed", Math.floorMod(options.seed, SEEDS));
    made.validation(hasValidation, options.keepEpochs);
    return Collections.unmodifiableMap(values);
  }

  /**
   * Checks that TRL's command line can do what the options ask for.
   *
   * @throws IllegalArgumentException if it cannot; the message names the option
   */
  static void requirePossible(LoraOptions options) {
    if (options.device.isCuda()) {
      throw new IllegalArgumentException(
          "TRL chooses the device itself, and its arguments the precision; found "
              + options.device);
    }
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

  private void adapter(AdapterConfig adapter) {
    values.put("use_peft", true);
    values.put("lora_r", adapter.rank());
    values.put("lora_alpha", (long) adapter.alpha());
    values.put("lora_dropout", adapter.dropout());
    values.put("use_rslora", adapter.rankStabilized());
    List<String> targets = new ArrayList<>(new TreeSet<>(adapter.targets()));
    if (targets.size() == 1) {
      // PEFT would take a single one as a regular expression over whole names.
      targets.add(targets.get(0));
    }
    values.put("lora_target_modules", List.copyOf(targets));
  }

  private void optimizer(LoraOptions options, int totalSteps) {
    Optimizer.AdamW adamW = (Optimizer.AdamW) options.optimizer;
    values.put("optim", "adamw_torch");
    values.put("adam_beta1", adamW.beta1());
    values.put("adam_beta2", adamW.beta2());
    values.put("adam_epsilon", adamW.epsilon());
    values.put("weight_decay", adamW.weightDecay());
    // 0 is TRL's word for no limit.
    double norm = options.maxGradientNorm;
    values.put("max_grad_norm", Double.isInfinite(norm) ? 0.0 : norm);
    values.put("learning_rate", options.learningRate);
    values.put("warmup_steps", options.schedule(totalSteps).warmUpSteps());
    schedule(options);
  }

  private void schedule(LoraOptions options) {
    Decay decay = options.floor == 1 ? Decay.CONSTANT : options.decay;
    boolean hasFloor = options.floor > 0;
    double end = options.floor * options.learningRate;
    switch (decay) {
      case CONSTANT -> values.put("lr_scheduler_type", "constant_with_warmup");
      case LINEAR -> {
        if (hasFloor) {
          polynomial(1, end);
        } else {
          values.put("lr_scheduler_type", "linear");
        }
      }
      case COSINE -> {
        values.put("lr_scheduler_type", hasFloor ? "cosine_with_min_lr" : "cosine");
        if (hasFloor) {
          values.put("lr_scheduler_kwargs", Map.of("min_lr_rate", options.floor));
        }
      }
      case POLYNOMIAL -> polynomial(options.power, end);
    }
  }

  private void polynomial(double power, double end) {
    Map<String, Double> kwargs = new LinkedHashMap<>();
    kwargs.put("power", power);
    kwargs.put("lr_end", end);
    values.put("lr_scheduler_type", "polynomial");
    values.put("lr_scheduler_kwargs", Collections.unmodifiableMap(kwargs));
  }

  private void validation(boolean hasValidation, boolean keepEpochs) {
    if (!hasValidation) {
      values.put("eval_strategy", "no");
      values.put("save_strategy", keepEpochs ? "epoch" : "no");
      return;
    }
    values.put("eval_strategy", "epoch");
    values.put("save_strategy", "epoch");
    values.put("load_best_model_at_end", true);
    values.put("metric_for_best_model", "eval_loss");
    values.put("greater_is_better", false);
    if (!keepEpochs) {
      values.put("save_total_limit", 1);
    }
  }
}
