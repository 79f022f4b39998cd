package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.TokenPacking;
import io.github.em4j.onnx.graph.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Llama-like checkpoint on ONNX Runtime: scores given answers exactly and writes text, straight
 * from the Hugging Face folder.
 *
 * <pre>{@code
 * try (var model = OnnxLlama.builder(Path.of("Llama-3.2-1B-Instruct")).build();
 *     var matcher = PromptedMatcher.builder(model).template(PromptTemplates.domainComplexForce("product")).build()) {
 *   MatchDecision decision = matcher.match(pair);
 * }
 * }</pre>
 *
 * <p>Scoring computes a batch as a trie of tokens: what prompts begin with in common (the
 * instruction, demonstrations, a left record) is computed once, and nothing is padded. The order of
 * the prompts does not matter.
 *
 * <p>Weights are mapped from the checkpoint's files. Safe for use by many threads; whoever builds a
 * model closes it.
 */
public final class OnnxLlama implements LanguageModel, ChoiceScorer {
  private final ModelId id;
  private final ChatTokenizer tokenizer;
  private final PromptEncoder encoder;
  private final TokenPacking packing;
  private final GraphSession scoring;
  private final TextGeneration generation;
  private volatile boolean closed;

  private OnnxLlama(Builder builder) {
    Checkpoint checkpoint = Checkpoint.open(builder.folder);
    var weights = new LinkedHashMap<String, Weight>();
    checkpoint.tensors().forEach((name, tensor) -> weights.put(name, Weight.of(tensor)));
    int context =
        Math.min(
            builder.contextLength.orElse(Integer.MAX_VALUE), checkpoint.config().maxPositions());
    this.id =
        new ModelId(
            "onnx",
            builder.folder.toAbsolutePath().normalize().getFileName() + "/" + builder.precision,
            Optional.of(checkpoint.fingerprint()));
    this.packing = new TokenPacking(builder.tokensPerBatch, 4 * builder.tokensPerBatch);
    this.tokenizer = checkpoint.openTokenizer();
    try {
      this.encoder = new PromptEncoder(tokenizer, context, builder.contextPolicy);
      LlamaGraph.Builder graph =
          LlamaGraph.builder(checkpoint.config(), weights)
              .contextLength(context)
              .linear(builder.precision.linear());
      this.scoring = GraphSession.open(graph.build(), builder.settings());
      this.generation =
          new TextGeneration(
              LlamaGraph.builder(checkpoint.config(), weights)
                  .contextLength(context)
                  .linear(builder.precision.linear())
                  .layout(LlamaGraph.TokenLayout.PADDED)
                  .result(LlamaGraph.Result.LOGITS)
                  .keyValueCache(),
              checkpoint.config(),
              builder.settings(),
              tokenizer,
              checkpoint.endTokens());
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Starts a model over a checkpoint folder.
   *
   * @param folder holds {@code config.json}, {@code *.safetensors} and {@code tokenizer.json}
   * @return a new builder
   */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  @Override
  public ModelId id() {
    return id;
  }

  @Override
  public List<ModelResult<ChoiceScores>> score(List<Prompt> prompts, List<String> choices) {
    requireOpen();
    int[][] answers = answers(choices);
    int longest = Arrays.stream(answers).mapToInt(answer -> answer.length).max().orElseThrow();
    var results =
        new ArrayList<ModelResult<ChoiceScores>>(Collections.nCopies(prompts.size(), null));
    var requests = new ChoiceRequests(answers);
    long[] tokens = new long[prompts.size()];
    for (int i = 0; i < prompts.size(); i++) {
      try {
        int[] encoded = encoder.encode(requireNonNull(prompts.get(i), "prompt"), longest - 1);
        tokens[i] = encoded.length;
        requests.add(i, encoded);
      } catch (EntityMatchingException e) {
        results.set(i, new ModelResult.Failure<>(e));
      }
    }
    double[][] scores = new double[prompts.size()][choices.size()];
    for (PackedBatch packed : packing.pack(requests.rowTokens())) {
      Interruption.check();
      ChoiceRequests.Batch batch = requests.new Batch(packed);
      Map<String, HostTensor> outputs = scoring.run(batch.inputs());
      batch.addTo(scores, requireNonNull(outputs.get(LlamaGraph.RESULT)).floats());
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) == null) {
        results.set(i, scores(choices, scores[i], tokens[i]));
      }
    }
    return List.copyOf(results);
  }

  private static ModelResult<ChoiceScores> scores(
      List<String> choices, double[] scores, long tokens) {
    if (!Arrays.stream(scores).allMatch(score -> score < Double.POSITIVE_INFINITY)) {
      return new ModelResult.Failure<>(
          new EntityMatchingException(
              "the model gave no number as log-probability: " + Arrays.toString(scores)));
    }
    // Rounding may leave a certain answer a little above 0.
    List<Double> logProbabilities =
        Arrays.stream(scores).mapToObj(score -> Math.min(0, score)).toList();
    return new ModelResult.Success<>(
        new ChoiceScores(choices, logProbabilities, new TokenUsage(tokens, 0)));
  }

  private int[][] answers(List<String> choices) {
    if (choices.isEmpty() || new HashSet<>(choices).size() < choices.size()) {
      throw new IllegalArgumentException("choices must be there and different, found " + choices);
    }
    int[][] answers = new int[choices.size()][];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = tokenizer.encode(choices.get(i));
      if (answers[i].length == 0) {
        throw new IllegalArgumentException(
            "a choice must have a token, found '" + choices.get(i) + "'");
      }
    }
    return answers;
  }

  @Override
  public List<ModelResult<Completion>> complete(List<Prompt> prompts, GenerationOptions options) {
    requireOpen();
    var results = new ArrayList<ModelResult<Completion>>();
    for (Prompt prompt : prompts) {
      Interruption.check();
      try {
        int[] encoded = encoder.encode(requireNonNull(prompt, "prompt"), options.maxTokens());
        results.add(new ModelResult.Success<>(generation.complete(encoded, options)));
      } catch (EntityMatchingException e) {
        Interruption.rethrow(e);
        results.add(new ModelResult.Failure<>(e));
      }
    }
    return List.copyOf(results);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    scoring.close();
    generation.close();
    tokenizer.close();
  }

  /** Collects the options of a model. Not safe for use by many threads. */
  public static final class Builder {
    private final Path folder;
    private Precision precision = Precision.FP32;
    private ContextPolicy contextPolicy = ContextPolicy.REFUSE;
    private OptionalInt contextLength = OptionalInt.empty();
    private int tokensPerBatch = 768;
    private int threads;
    private boolean spinning;

    private Builder(Path folder) {
      this.folder = requireNonNull(folder, "folder");
    }

    /**
     * Sets the arithmetic.
     *
     * @param precision default {@link Precision#FP32}
     * @return this builder
     */
    public Builder precision(Precision precision) {
      this.precision = requireNonNull(precision, "precision");
      return this;
    }

    /**
     * Sets what becomes of a prompt that is too long.
     *
     * @param policy default {@link ContextPolicy#REFUSE}
     * @return this builder
     */
    public Builder contextPolicy(ContextPolicy policy) {
      this.contextPolicy = requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Limits prompt and answer to fewer positions than the model was made for; its tables take less
     * memory then.
     *
     * @param positions at least 1; what goes beyond the model's own limit changes nothing
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder contextLength(int positions) {
      this.contextLength = OptionalInt.of(requirePositive("contextLength", positions));
      return this;
    }

    /**
     * Sets how many packed tokens are computed together.
     *
     * @param tokens at least 1; default 768, enough to keep two CPU cores busy
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder tokensPerBatch(int tokens) {
      this.tokensPerBatch = requirePositive("tokensPerBatch", tokens);
      return this;
    }

    /**
     * Sets how many threads compute.
     *
     * @param threads at least 1; by default one per core
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder threads(int threads) {
      this.threads = requirePositive("threads", threads);
      return this;
    }

    /**
     * Sets whether threads wait for work in a loop: a little faster on idle cores, up to four times
     * slower on shared ones.
     *
     * @param spinning default false
     * @return this builder
     */
    public Builder spinning(boolean spinning) {
      this.spinning = spinning;
      return this;
    }

    /**
     * Opens the checkpoint.
     *
     * @return the model, closed by the caller
     * @throws EntityMatchingException if a file is missing, broken or of a model that em4j does not
     *     know
     */
    public OnnxLlama build() {
      return new OnnxLlama(this);
    }

    private SessionSettings settings() {
      return new SessionSettings(threads, spinning, precision == Precision.INT8);
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
