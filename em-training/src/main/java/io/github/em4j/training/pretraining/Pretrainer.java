package io.github.em4j.training.pretraining;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.internal.WholeFile;
import io.github.em4j.onnx.checkpoint.BpeTokenizer;
import io.github.em4j.onnx.checkpoint.BpeTrainer;
import io.github.em4j.onnx.checkpoint.CheckpointWriter;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.checkpoint.WordSplit;
import io.github.em4j.training.lora.Optimizer;
import io.github.em4j.training.lora.Trainable;
import io.github.em4j.training.lora.TrainingExample;
import io.github.em4j.training.lora.TrainingSession;
import io.github.em4j.training.lora.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a base model from nothing but records without labels: pairs of which it is known whether
 * they match since they were made so, see {@link PairGenerator}.
 *
 * <p>Three things are learned at once: the answer; for each word of the second entity whether the
 * first holds it, by a head that is thrown away (a signal at every word, where the answer is one
 * bit a pair); and, on every third pair, the next token.
 *
 * <p>The folder of a run holds {@code model}, a checkpoint like any other, {@code log.jsonl}, and
 * {@code state.safetensors}, from which an interrupted run goes on to the same bits. For use by one
 * thread, but {@link #cancel} may be called by any.
 */
public final class Pretrainer {
  /**
   * The chat template of the models made here: the question as it is, and the answer right behind.
   */
  static final String CHAT_TEMPLATE =
      "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'assistant' %}"
          + "{{ message['content'] + eos_token }}"
          + "{% else %}{% if not loop.first %}{{ '\\n' }}{% endif %}{{ message['content'] }}"
          + "{% endif %}{% endfor %}";

  private static final String END = "<|eos|>";
  private static final int AUXILIARY_CLASSES = 2;
  private static final int STEPS_BETWEEN_SAVES = 100;
  private static final int PAIRS_FOR_TOKENIZER = 20_000;
  private static final Optimizer.AdamW REST = new Optimizer.AdamW(0.9, 0.98, 1e-8, 0);

  private final PretrainingCorpus corpus;
  private final PretrainingOptions options;
  private final Path folder;
  private final int threads;
  private volatile boolean cancelled;

  /**
   * A run.
   *
   * @param corpus the records
   * @param options how the model is made
   * @param folder where the run and the model lie; one that holds a run goes on with it
   * @param threads of the computation, 0 for one per core
   * @throws IllegalArgumentException if the number of threads is negative
   */
  public Pretrainer(
      PretrainingCorpus corpus, PretrainingOptions options, Path folder, int threads) {
    this.corpus = requireNonNull(corpus, "corpus");
    this.options = requireNonNull(options, "options");
    this.folder = requireNonNull(folder, "folder");
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be at least 0, found " + threads);
    }
    this.threads = threads;
  }

  /**
   * Runs to the end, or until it is cancelled; the model is written in both cases.
   *
   * @param listener is told of every step, in this thread
   * @return the folder of the model
   * @throws EntityMatchingException if the folder holds a run of other options or another corpus,
   *     or one of another length that cools down already, another run is at work in it, a file
   *     cannot be read or written, or the loss is not finite; the last saved state stays
   */
  public Path run(Consumer<PretrainingStep> listener) {
    try (PretrainingFolder run = PretrainingFolder.open(folder)) {
      run.requireSame(options, corpus);
      return run(run, listener);
    }
  }

  private Path run(PretrainingFolder run, Consumer<PretrainingStep> listener) {
    var generator = new PairGenerator(corpus, options.mix());
    BpeTokenizer tokenizer = tokenizer(generator);
    LlamaConfig shape = options.shape().withVocabSize(tokenizer.size());
    PromptForms forms = PromptForms.builder(tokenizer).compactShare(options.compactShare()).build();
    var batches = new PretrainingBatches(generator, forms, options.tokensPerStep(), options.seed());
    var targets = new PretrainingTargets(tokenizer.specialToken(END));
    try (TrainingSession training = open(shape)) {
      if (Files.exists(run.state())) {
        training.restore(run.state());
      }
      run.note(options, corpus, training.steps());
      train(training, batches, targets, run, listener);
      tokenizer.write(run.model(), Optional.of(CHAT_TEMPLATE));
      write(training, shape, tokenizer, run.model());
      writeCard(training, run.model().resolve("README.md"));
    }
    return run.model();
  }

  private void train(
      TrainingSession training,
      PretrainingBatches batches,
      PretrainingTargets targets,
      PretrainingFolder run,
      Consumer<PretrainingStep> listener) {
    try (var log = new PretrainingLog(run.log(), training.steps())) {
      var clock = new Clock(training.steps());
      while (training.steps() < options.steps() && !cancelled) {
        int step = training.steps();
        List<TrainingExample> examples = targets.of(batches.batch(step), step);
        training.accumulate(examples, examples.size());
        TrainingStep done = training.step(options.rate(step));
        requireFinite(done);
        PretrainingStep told = clock.told(done);
        log.add(told);
        listener.accept(told);
        if (training.steps() % STEPS_BETWEEN_SAVES == 0) {
          log.flush();
          training.save(run.state());
        }
      }
      log.flush();
      training.save(run.state());
    }
  }

  /** Asks a run to end after the step it is in. */
  public void cancel() {
    cancelled = true;
  }

  private static void write(
      TrainingSession training, LlamaConfig shape, BpeTokenizer tokenizer, Path model) {
    CheckpointWriter.of(
            shape,
            (name, dimensions) ->
                sink -> {
                  float[] numbers = training.parameter(name);
                  sink.accept(numbers, 0, numbers.length);
                })
        .type(TensorType.F16)
        .tokenizerFrom(model)
        .endTokens(List.of(tokenizer.specialToken(END)))
        .write(model);
  }

  private void writeCard(TrainingSession training, Path file) {
    long numbers =
        training.parameterShapes().entrySet().stream()
            .filter(parameter -> parameter.getKey().startsWith("model."))
            .mapToLong(parameter -> Arrays.stream(parameter.getValue()).reduce(1, (a, b) -> a * b))
            .sum();
    try {
      WholeFile.writeString(file, BaseModelCard.of(corpus, options, training.steps(), numbers));
    } catch (IOException e) {
      throw new EntityMatchingException("cannot write " + file + ": " + e, e);
    }
  }

  private TrainingSession open(LlamaConfig shape) {
    var starting = new StartingWeights(shape, options.seed());
    return TrainingSession.builder(
            shape, InMemoryWeights.of(shape, starting::of), new Trainable.Everything())
        .optimizer(new Optimizer.Muon(0.95, 0.01, REST, options.restRate() / options.matrixRate()))
        .maxGradientNorm(1)
        .maxLength(512)
        .auxiliaryClasses(AUXILIARY_CLASSES)
        .threads(threads, false)
        .seed(options.seed())
        .open();
  }

  private BpeTokenizer tokenizer(PairGenerator generator) {
    BpeTrainer trainer =
        BpeTrainer.ofSize(options.shape().vocabSize())
            .split(WordSplit.LETTERS_AND_DIGITS)
            .lowerCase()
            .singleTokens("yes", "no");
    corpus.texts().forEach(text -> trainer.add(" " + text));
    generator
        .pairs(options.seed())
        .limit(PAIRS_FOR_TOKENIZER)
        .flatMap(pair -> pair.pair().pair().left().attributes().values().stream())
        .forEach(text -> trainer.add(" " + text));
    PromptForms.wordings().forEach(text -> trainer.add(text, PAIRS_FOR_TOKENIZER / 20));
    return trainer.train();
  }

  private static void requireFinite(TrainingStep step) {
    if (!step.isFinite()) {
      throw new EntityMatchingException(
          "step %d has the loss %s and a gradient of length %s; a lower learning rate may help"
              .formatted(step.step(), step.loss(), step.gradientNorm()));
    }
  }

  /** Turns steps into progress. */
  private final class Clock {
    private final long started = System.nanoTime();
    private final int first;
    private long tokens;

    Clock(int first) {
      this.first = first;
    }

    PretrainingStep told(TrainingStep step) {
      tokens += step.tokens();
      double seconds = (System.nanoTime() - started) / 1e9;
      double left = seconds / (step.step() - first) * (options.steps() - step.step());
      return new PretrainingStep(
          step.step(),
          options.steps(),
          step.loss(),
          options.rate(step.step() - 1),
          step.gradientNorm(),
          tokens,
          tokens / seconds,
          Duration.ofSeconds(Math.round(left)));
    }
  }
}
