package io.github.em4j.examples;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.Precision;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.LinearStrategy;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.LlamaWeights;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.TokenPacking;
import io.github.em4j.prompts.PromptRenderer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Measures what each idea of the scoring engine brings: every variant in every precision on the
 * same pairs. Each is measured on its own, one open session at a time; as long as time is left all
 * are measured again, and the best of each counts, so that a disturbance does not.
 */
final class ScoringBenchmark {
  private static final int PADDED_ROWS = 8;

  /** An arithmetic to measure in. */
  enum Arithmetic {
    FP32(Precision.FP32, LinearStrategy.FULL_PRECISION, ElementType.FLOAT, false),
    INT8(Precision.INT8, LinearStrategy.ROWWISE_INT8, ElementType.FLOAT, false),
    FP16(Precision.FP16, LinearStrategy.FULL_PRECISION, ElementType.FLOAT16, true),
    BF16(Precision.BF16, LinearStrategy.FULL_PRECISION, ElementType.BFLOAT16, true);

    private final Precision precision;
    private final LinearStrategy linear;
    private final ElementType compute;
    private final boolean cuda;

    Arithmetic(Precision precision, LinearStrategy linear, ElementType compute, boolean cuda) {
      this.precision = precision;
      this.linear = linear;
      this.compute = compute;
      this.cuda = cuda;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the JSON says of the model's shape. */
  record Shape(
      int hidden, int layers, int heads, int keyValueHeads, int intermediate, int vocabulary) {}

  /** One variant in one precision. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Row(
      ScoringVariant variant,
      String precision,
      double pairsPerSecond,
      double tokensPerSecond,
      OptionalLong peakMiB,
      double ratioToNaive,
      OptionalDouble shareOfMatrixPeak) {}

  /**
   * The engine itself, from prompt to probability: rendering of the chat template, tokens, exact
   * log-probabilities over the whole vocabulary.
   */
  record EngineRow(
      String workload,
      String precision,
      double pairsPerSecond,
      double tokensPerSecond,
      double openSeconds) {}

  /** All that was measured. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Figures(
      int threads,
      String device,
      Shape shape,
      String dataset,
      int pairs,
      double tokensPerPair,
      double openSeconds,
      Map<String, Double> matrixPeakGflops,
      List<Row> rows,
      List<EngineRow> engine) {}

  /** What is known of a variant so far. */
  private record Measured(
      double secondsPerPair, double tokensPerPair, double flopsPerPair, OptionalLong peakMiB) {

    Measured better(Measured other) {
      return new Measured(
          Math.min(secondsPerPair, other.secondsPerPair), tokensPerPair, flopsPerPair, peakMiB);
    }
  }

  /** One row of the table before there is anything to compare it with. */
  private record Cell(Arithmetic arithmetic, ScoringVariant variant) {}

  private final Path model;
  private final Device device;
  private final int threads;
  private final double budgetSeconds;
  private final PrintWriter progress;
  private final Checkpoint checkpoint;
  private final LlamaWeights weights;

  ScoringBenchmark(
      Path model, Device device, int threads, double budgetSeconds, PrintWriter progress) {
    this.model = model;
    this.device = device;
    this.threads = threads;
    this.budgetSeconds = budgetSeconds;
    this.progress = progress;
    this.checkpoint = Checkpoint.open(model);
    this.weights = LlamaWeights.of(checkpoint);
  }

  Figures run(String dataset, DatasetSplit split, int count, long seed, PromptRenderer renderer) {
    long started = System.nanoTime();
    double openSeconds = openSeconds();
    BenchmarkPrompts prompts;
    int[] answers;
    try (ChatTokenizer tokenizer = checkpoint.openTokenizer()) {
      prompts = BenchmarkPrompts.draw(split, count, seed, renderer, tokenizer);
      answers =
          renderer.choices().stream()
              .mapToInt(choice -> tokenizer.encodeAnswer(choice)[0])
              .toArray();
    }
    List<Arithmetic> arithmetics =
        Arrays.stream(Arithmetic.values()).filter(a -> a.cuda == device.isCuda()).toList();
    var engine = new ArrayList<EngineRow>();
    var available = new ArrayList<Arithmetic>();
    Optional<EntityMatchingException> failure = Optional.empty();
    for (Arithmetic arithmetic : arithmetics) {
      try {
        engine.addAll(engine(arithmetic, prompts, renderer.choices()));
        available.add(arithmetic);
      } catch (EntityMatchingException e) {
        // Not every processor computes in every precision.
        progress.printf("Left out %s: %s%n", arithmetic.label(), e.getMessage());
        failure = Optional.of(e);
      }
    }
    if (available.isEmpty()) {
      throw failure.orElseThrow();
    }
    Map<String, Double> peaks = new LinkedHashMap<>();
    available.stream()
        .filter(a -> a.linear == LinearStrategy.FULL_PRECISION)
        .forEach(a -> peaks.put(a.label(), matrixPeak(a) / 1e9));
    Map<Cell, Measured> best = new LinkedHashMap<>();
    double passSeconds = 0;
    while (best.isEmpty() || secondsSince(started) + passSeconds < budgetSeconds) {
      long passStarted = System.nanoTime();
      for (Arithmetic arithmetic : available) {
        for (ScoringVariant variant : ScoringVariant.values()) {
          progress.printf("Measuring %s in %s ...%n", variant.label(), arithmetic.label());
          best.merge(
              new Cell(arithmetic, variant),
              measure(arithmetic, variant, prompts, answers),
              Measured::better);
        }
      }
      passSeconds = secondsSince(passStarted);
    }
    List<Row> rows = rows(best, peaks);
    LlamaConfig config = checkpoint.config();
    return new Figures(
        threads,
        device.toString(),
        new Shape(
            config.hiddenSize(),
            config.layers(),
            config.heads(),
            config.keyValueHeads(),
            config.intermediateSize(),
            config.vocabSize()),
        dataset,
        prompts.pairs().size(),
        meanLength(prompts.pairs()),
        openSeconds,
        peaks,
        rows,
        engine);
  }

  /** What a user waits for: checkpoint, tokenizer and scoring session, for the first time. */
  private double openSeconds() {
    long started = System.nanoTime();
    OnnxLlama.builder(model).device(device).threads(threads).build().close();
    return secondsSince(started);
  }

  private List<EngineRow> engine(
      Arithmetic arithmetic, BenchmarkPrompts prompts, List<String> choices) {
    progress.printf("Measuring the engine in %s ...%n", arithmetic.label());
    long opening = System.nanoTime();
    try (OnnxLlama llama =
        OnnxLlama.builder(model)
            .device(device)
            .precision(arithmetic.precision)
            .threads(threads)
            .build()) {
      double openSeconds = secondsSince(opening);
      return List.of(
          engineRow(
              "pairs",
              arithmetic,
              llama,
              prompts.pairPrompts(),
              prompts.pairs(),
              choices,
              openSeconds),
          engineRow(
              "blocks",
              arithmetic,
              llama,
              prompts.blockPrompts(),
              prompts.blocks(),
              choices,
              openSeconds));
    }
  }

  private EngineRow engineRow(
      String workload,
      Arithmetic arithmetic,
      OnnxLlama llama,
      List<Prompt> asked,
      List<int[]> rows,
      List<String> choices,
      double openSeconds) {
    llama.score(device.isCuda() ? asked : asked.subList(0, 1), choices);
    long started = System.nanoTime();
    llama.score(asked, choices).forEach(ModelResult::orElseThrow);
    double pairsPerSecond = asked.size() / secondsSince(started);
    return new EngineRow(
        workload,
        arithmetic.label(),
        pairsPerSecond,
        pairsPerSecond * meanLength(rows),
        openSeconds);
  }

  private double matrixPeak(Arithmetic arithmetic) {
    return MatrixPeak.measure(arithmetic.compute, device, threads);
  }

  private SessionSettings settings(Arithmetic arithmetic) {
    return Devices.on(device, new SessionSettings(threads, false, arithmetic == Arithmetic.INT8));
  }

  private Measured measure(
      Arithmetic arithmetic, ScoringVariant variant, BenchmarkPrompts prompts, int[] answers) {
    List<int[]> rows = variant.rows(prompts);
    int tokensPerBatch = device.isCuda() ? 8192 : 768;
    List<ScoringVariant.Run> runs =
        variant.runs(
            rows, new TokenPacking(tokensPerBatch, 4 * tokensPerBatch), PADDED_ROWS, answers);
    int longest = rows.stream().mapToInt(row -> row.length).max().orElse(1);
    PeakMemory.mark();
    LlamaGraph.Builder graph =
        variant
            .on(LlamaGraph.builder(checkpoint.config(), weights))
            .contextLength(longest)
            .linear(arithmetic.linear)
            .compute(arithmetic.compute);
    try (GraphSession session = GraphSession.open(graph.build(), settings(arithmetic))) {
      List<int[]> first = rows.subList(0, 1);
      variant
          .runs(first, new TokenPacking(tokensPerBatch, 4 * tokensPerBatch), 1, answers)
          .forEach(run -> session.run(run.inputs()));
      if (device.isCuda()) {
        // The first run of a shape chooses kernels and asks for memory.
        runs.forEach(run -> session.run(run.inputs()));
      }
      long started = System.nanoTime();
      runs.forEach(run -> session.run(run.inputs()));
      double seconds = secondsSince(started);
      return new Measured(
          seconds / rows.size(),
          meanLength(rows),
          runs.stream().mapToDouble(this::flops).sum() / rows.size(),
          PeakMemory.sinceMark());
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static double meanLength(List<int[]> rows) {
    return rows.stream().mapToInt(row -> row.length).average().orElse(0);
  }

  /**
   * The operations that the linear layers need for a run: of the last layer's output projection and
   * feed-forward block only those of the last positions.
   */
  private double flops(ScoringVariant.Run run) {
    LlamaConfig config = checkpoint.config();
    double queryKeyValue =
        (double) config.hiddenSize()
            * (config.heads() + 2 * config.keyValueHeads())
            * config.headSize();
    double rest =
        (double) config.hiddenSize()
            * (config.heads() * config.headSize() + 3.0 * config.intermediateSize());
    return 2
        * (run.computedTokens() * (config.layers() * queryKeyValue + (config.layers() - 1) * rest)
            + run.rows() * rest);
  }

  private static List<Row> rows(Map<Cell, Measured> best, Map<String, Double> peaks) {
    // In the first precision, the plain one of the device.
    Measured naive =
        best.entrySet().stream()
            .filter(entry -> entry.getKey().variant() == ScoringVariant.NAIVE)
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    double naiveTokens = naive.tokensPerPair() / naive.secondsPerPair();
    var rows = new ArrayList<Row>();
    best.forEach(
        (cell, measured) -> {
          double tokensPerSecond = measured.tokensPerPair() / measured.secondsPerPair();
          Optional<Double> peak = Optional.ofNullable(peaks.get(cell.arithmetic().label()));
          rows.add(
              new Row(
                  cell.variant(),
                  cell.arithmetic().label(),
                  1 / measured.secondsPerPair(),
                  tokensPerSecond,
                  measured.peakMiB(),
                  tokensPerSecond / naiveTokens,
                  peak.map(
                          gflops ->
                              OptionalDouble.of(
                                  measured.flopsPerPair()
                                      / measured.secondsPerPair()
                                      / gflops
                                      / 1e9))
                      .orElse(OptionalDouble.empty())));
        });
    return rows;
  }
}
