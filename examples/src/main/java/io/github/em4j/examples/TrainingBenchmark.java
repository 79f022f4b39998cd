package io.github.em4j.examples;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Weight;
import io.github.em4j.training.lora.Trainable;
import io.github.em4j.training.lora.TrainingExample;
import io.github.em4j.training.lora.TrainingSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Measures training steps of a LoRA adapter. Each variant runs in a process of its own, so that its
 * peak of memory is its own; in there forward passes and steps take turns, and medians count, of
 * the times and of the ratio of each turn, so that a disturbance counts little.
 */
final class TrainingBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());
  private static final double RATE = 1e-4;

  /** What is measured. */
  enum Variant {
    /** The loss alone, as validation computes it. */
    FORWARD("forward"),
    /** Gradients and AdamW, every activation kept. */
    STEP("step"),
    /** The same with activations computed again. */
    CHECKPOINTING("step-checkpointing");

    private final String label;

    Variant(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /**
   * What a step is made of.
   *
   * @param batch how many examples
   * @param length how many tokens each of them has; the last one is learnt
   * @param rank of the adapter of all linear layers
   * @param device what computes: the CPU in fp32, a GPU in bf16
   * @param threads that compute
   * @param steps how often each is measured
   */
  record Setup(Path model, int batch, int length, int rank, Device device, int threads, int steps) {
    private Precision precision() {
      return device.isCuda() ? Precision.BF16 : Precision.FP32;
    }

    private ElementType element() {
      return device.isCuda() ? ElementType.BFLOAT16 : ElementType.FLOAT;
    }
  }

  /** What the process of one variant found; a GPU's memory is not measured. */
  record Measured(double secondsPerStep, double ratioToForward, OptionalLong peakMiB) {}

  /** One variant. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Row(
      String variant,
      double secondsPerStep,
      double tokensPerSecond,
      OptionalLong peakMiB,
      double ratioToForward) {}

  /** All that was measured. */
  record Figures(
      ScoringBenchmark.Shape shape,
      String device,
      String precision,
      int threads,
      int batch,
      int length,
      int rank,
      double matrixPeakGflops,
      List<Row> rows) {}

  private TrainingBenchmark() {}

  /** Measures every variant. */
  static Figures run(Setup setup, PrintWriter progress) {
    LlamaConfig config = Checkpoint.open(setup.model()).config();
    List<Row> rows = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      progress.printf("Measuring %s ...%n", variant.label());
      Measured measured = inProcessOfItsOwn(setup, variant);
      rows.add(
          new Row(
              variant.label(),
              measured.secondsPerStep(),
              setup.batch() * setup.length() / measured.secondsPerStep(),
              measured.peakMiB(),
              measured.ratioToForward()));
    }
    return new Figures(
        new ScoringBenchmark.Shape(
            config.hiddenSize(),
            config.layers(),
            config.heads(),
            config.keyValueHeads(),
            config.intermediateSize(),
            config.vocabSize()),
        setup.device().toString(),
        setup.precision().name().toLowerCase(Locale.ROOT),
        setup.threads(),
        setup.batch(),
        setup.length(),
        setup.rank(),
        MatrixPeak.measure(setup.element(), setup.device(), setup.threads()) / 1e9,
        rows);
  }

  private static Measured inProcessOfItsOwn(Setup setup, Variant variant) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Em4j.class.getName(),
            "bench-training",
            "--model=" + setup.model(),
            "--batch=" + setup.batch(),
            "--length=" + setup.length(),
            "--rank=" + setup.rank(),
            "--device=" + setup.device(),
            "--threads=" + setup.threads(),
            "--steps=" + setup.steps(),
            "--variant=" + variant,
            "--json=-");
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (InputStream out = process.getInputStream()) {
        byte[] json = out.readAllBytes();
        int status = process.waitFor();
        if (status != 0) {
          throw new EntityMatchingException(
              "measuring %s ended with status %d".formatted(variant.label(), status));
        }
        return JSON.readValue(json, Measured.class);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new EntityMatchingException("cannot measure " + variant.label() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EntityMatchingException("measuring was interrupted", e);
    }
  }

  /** Measures one variant in this process. */
  static Measured measure(Setup setup, Variant variant) {
    Checkpoint checkpoint = Checkpoint.open(setup.model());
    Map<String, Weight> weights = new LinkedHashMap<>();
    checkpoint.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    List<TrainingExample> batch = batch(setup, checkpoint.config().vocabSize());
    try (TrainingSession training =
        TrainingSession.builder(
                checkpoint.config(),
                weights,
                new Trainable.Lora(AdapterConfig.allLinear(setup.rank(), 2 * setup.rank())))
            .device(setup.device())
            .precision(setup.precision())
            .threads(setup.threads(), false)
            .maxLength(setup.length())
            .checkpointing(variant == Variant.CHECKPOINTING)
            .open()) {
      if (variant == Variant.FORWARD) {
        training.loss(batch, setup.batch());
        OptionalLong peak = peak(setup);
        double[] seconds = new double[setup.steps()];
        for (int i = 0; i < seconds.length; i++) {
          seconds[i] = seconds(() -> training.loss(batch, setup.batch()));
        }
        return new Measured(median(seconds), 1, peak);
      }
      step(training, batch);
      step(training, batch);
      // Before the graph of the forward passes is opened beside.
      OptionalLong peak = peak(setup);
      double[] seconds = new double[setup.steps()];
      double[] ratios = new double[setup.steps()];
      for (int i = 0; i < seconds.length; i++) {
        // Opens the graph.
        training.loss(batch, setup.batch());
        double forward = seconds(() -> training.loss(batch, setup.batch()));
        // Closes it again and gives its memory back, as once an epoch and not with every step.
        step(training, batch);
        seconds[i] = seconds(() -> step(training, batch));
        ratios[i] = seconds[i] / forward;
      }
      return new Measured(median(seconds), median(ratios), peak);
    }
  }

  private static OptionalLong peak(Setup setup) {
    return setup.device().isCuda() ? OptionalLong.empty() : PeakMemory.sinceMark();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static void step(TrainingSession training, List<TrainingExample> batch) {
    training.accumulate(batch, batch.size());
    training.step(RATE);
  }

  private static double seconds(Runnable task) {
    long started = System.nanoTime();
    task.run();
    return (System.nanoTime() - started) / 1e9;
  }

  /** Random tokens, as fast as any others. */
  private static List<TrainingExample> batch(Setup setup, int vocabulary) {
    var random = new SplittableRandom(1);
    List<TrainingExample> batch = new ArrayList<>();
    for (int i = 0; i < setup.batch(); i++) {
      batch.add(
          TrainingExample.completion(
              random.ints(setup.length(), 0, vocabulary).toArray(), setup.length() - 1));
    }
    return batch;
  }
}
