package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How a model is trained, whatever of it is trained. Immutable. */
abstract class TrainingOptions {
  static final int UNLIMITED = Integer.MAX_VALUE;

  final Device device;
  final Optional<Precision> precision;
  final double learningRate;
  final Decay decay;
  final double power;
  final double floor;
  final int warmUpSteps;
  final double warmUpShare;
  final Optimizer optimizer;
  final double maxGradientNorm;
  final int epochs;
  final int examplesPerStep;
  final int tokensPerStep;
  final int microBatchTokens;
  final boolean microBatchAskedFor;
  final int maxLength;
  final LongExamplePolicy longExamples;
  final boolean wholeText;
  final int patience;
  final int saveEverySteps;
  final boolean keepEpochs;
  final boolean checkpointing;
  final int threads;
  final long seed;

  TrainingOptions(TrainingOptionsBuilder<?> builder) {
    device = builder.device;
    precision = builder.precision;
    learningRate = builder.learningRate;
    decay = builder.decay;
    power = builder.power;
    floor = builder.floor;
    warmUpSteps = builder.warmUpSteps;
    warmUpShare = builder.warmUpShare;
    optimizer = builder.optimizer;
    maxGradientNorm = builder.maxGradientNorm;
    epochs = builder.epochs;
    examplesPerStep = builder.examplesPerStep;
    tokensPerStep = builder.tokensPerStep;
    microBatchTokens = builder.microBatchTokens;
    microBatchAskedFor = builder.microBatchAskedFor;
    maxLength = builder.maxLength;
    longExamples = builder.longExamples;
    wholeText = builder.wholeText;
    patience = builder.patience;
    saveEverySteps = builder.saveEverySteps;
    keepEpochs = builder.keepEpochs;
    checkpointing = builder.checkpointing;
    threads = builder.threads;
    seed = builder.seed;
  }

  /** What of the model training changes. */
  abstract Trainable trainable();

  /** What computes in which type. */
  final Arithmetic arithmetic() {
    return Arithmetic.of(device, precision);
  }

  /** How many packed tokens are computed together; {@link #UNLIMITED} for a whole step. */
  final int microBatchTokens() {
    return device.isCuda() && !microBatchAskedFor ? UNLIMITED : microBatchTokens;
  }

  /** Everything that decides what comes out of a run. */
  abstract Map<String, String> toMap();

  /**
   * The same for a run on this machine. On the CPU another number of threads adds up in another
   * order; on a GPU it changes nothing.
   */
  final Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(toMap());
    int cores = Runtime.getRuntime().availableProcessors();
    if (device.isCuda()) {
      facts.remove("threads");
    } else {
      facts.put("threads", Integer.toString(threads > 0 ? threads : cores));
    }
    return facts;
  }

  /** Changes a builder of these options to what a run says of its own. */
  <B extends TrainingOptionsBuilder<B>> B changed(B builder, FineTuningOptions run) {
    run.epochs().ifPresent(builder::epochs);
    run.seed().ifPresent(builder::seed);
    run.batchSize().ifPresent(size -> builder.batch(size, UNLIMITED));
    run.learningRateMultiplier()
        .ifPresent(multiplier -> builder.learningRate(learningRate * multiplier));
    return builder;
  }

  /** The rates of a run of so many steps; the warm-up takes a third of a short one at most. */
  LearningRateSchedule schedule(int totalSteps) {
    int warmUp = warmUpSteps > 0 ? warmUpSteps : (int) Math.ceil(warmUpShare * totalSteps);
    return new LearningRateSchedule(
        decay, power, learningRate, floor, Math.min(warmUp, totalSteps / 3), totalSteps);
  }

  /** What all options have, by name, in a fixed order. */
  final Map<String, String> commonMap() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("learning rate", Double.toString(learningRate));
    values.put("schedule", curve() + " to " + floor);
    values.put("warm-up", warmUpSteps > 0 ? warmUpSteps + " steps" : "share " + warmUpShare);
    values.put("optimizer", optimizerText());
    values.put("maximal gradient norm", Double.toString(maxGradientNorm));
    values.put("epochs", Integer.toString(epochs));
    values.put("examples per step", limit(examplesPerStep));
    values.put("tokens per step", limit(tokensPerStep));
    values.put("micro-batch tokens", limit(microBatchTokens()));
    values.put("maximal length", Integer.toString(maxLength));
    values.put("long examples", longExamples.name());
    values.put("loss on", wholeText ? "whole text" : "completion");
    values.put("early stopping", patience > 0 ? "after " + patience + " epochs" : "no");
    values.put("checkpointing", Boolean.toString(checkpointing));
    values.put("threads", threads == 0 ? "one per core" : Integer.toString(threads));
    values.put("seed", Long.toString(seed));
    values.putAll(deviceMap());
    return values;
  }

  /**
   * What computes. Runs on the CPU say what they said when there was nothing else; which GPU it is
   * and how much of its memory a run may take does not matter.
   */
  final Map<String, String> deviceMap() {
    Map<String, String> values = new LinkedHashMap<>();
    if (device.isCuda()) {
      values.put("device", "cuda");
      values.put("precision", arithmetic().precision().toString());
    }
    return values;
  }

  private String curve() {
    return decay == Decay.POLYNOMIAL && power != LearningRateSchedule.USUAL_POWER
        ? decay + " of power " + power
        : decay.toString();
  }

  private String optimizerText() {
    if (optimizer instanceof Optimizer.Muon muon) {
      return "Muon, momentum %s, weight decay %s; for the rest, at %s of the rate, %s"
          .formatted(muon.momentum(), muon.weightDecay(), muon.restRate(), text(muon.rest()));
    }
    return text((Optimizer.AdamW) optimizer);
  }

  private static String text(Optimizer.AdamW adamW) {
    return "AdamW, betas %s and %s, epsilon %s, weight decay %s"
        .formatted(adamW.beta1(), adamW.beta2(), adamW.epsilon(), adamW.weightDecay());
  }

  static String limit(int number) {
    return number == UNLIMITED ? "no limit" : Integer.toString(number);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingOptions that
        && getClass() == that.getClass()
        && toMap().equals(that.toMap())
        && device.equals(that.device)
        && saveEverySteps == that.saveEverySteps
        && keepEpochs == that.keepEpochs;
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
