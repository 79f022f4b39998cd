package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.LanguageModel;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.onnx.checkpoint.BundledCheckpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
 * try (var model = OnnxLlama.builder(Path.of("Llama-3.2-1B-Instruct")).adapter(Path.of("my-adapter")).build();
 *     var matcher = PromptedMatcher.builder(model).template(PromptTemplates.domainComplexForce("product")).build()) {
 *   MatchDecision decision = matcher.match(pair);
 * }
 * }</pre>
 *
 * <p>Scoring computes a batch as a trie of tokens: what prompts begin with in common (the
 * instruction, demonstrations, a left record) is computed once, and nothing is padded. The order of
 * the prompts does not matter.
 *
 * <p>An adapter is either merged into the weights while they load, or kept apart: several adapters
 * over one base, each with a {@linkplain #adapted view} of its own, cost hardly more memory than
 * the base, and a little time at each run.
 *
 * <p>An interrupt of the calling thread ends a call with an exception, and what the call had
 * computed is lost. It takes effect after the run under way: scoring finishes a batch, writing on
 * the CPU a token of the texts in work (or the prompts of some), on a GPU up to 64 tokens of a
 * batch.
 *
 * <p>Weights are mapped from the checkpoint's files. Safe for use by many threads; whoever builds a
 * model closes it.
 */
public final class OnnxLlama implements LanguageModel, ChoiceScorer {
  private final LoadedModel loaded;
  private final LoadedModel.Face face;
  private final boolean view;
  private volatile boolean closed;

  private OnnxLlama(LoadedModel loaded, LoadedModel.Face face, boolean view) {
    this.loaded = loaded;
    this.face = face;
    this.view = view;
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

  /**
   * Starts a model over {@code em4j-tiny}, which ships with em4j and was made for entity matching.
   *
   * @return a new builder
   * @throws EntityMatchingException if {@code em-model-tiny} is not on the class path, or no folder
   *     takes its files
   * @see BundledCheckpoint
   */
  public static Builder tiny() {
    return builder(BundledCheckpoint.tiny());
  }

  /**
   * This model with one of the adapters that it was {@linkplain Builder#adapter(String, Path) built
   * with}, in place of any other of them. A view over the same sessions: cheap to make, usable from
   * other threads at the same time as the model and other views, and of no use after the model is
   * closed. Closing a view closes that view alone.
   *
   * @param name the adapter's name
   * @return the model with the adapter
   * @throws IllegalArgumentException if no adapter has that name
   * @throws IllegalStateException if the model is closed
   */
  public OnnxLlama adapted(String name) {
    requireOpen();
    return new OnnxLlama(loaded, loaded.adapted(name), true);
  }

  /**
   * Which model this is: the checkpoint's folder and the precision, with a fingerprint of the
   * checkpoint and the hash of the adapter as revision.
   */
  @Override
  public ModelId id() {
    return face.id();
  }

  @Override
  public List<ModelResult<ChoiceScores>> score(List<Prompt> prompts, List<String> choices) {
    requireOpen();
    return loaded.scoring().score(prompts, choices, face.adapter());
  }

  @Override
  public List<ModelResult<Completion>> complete(List<Prompt> prompts, GenerationOptions options) {
    requireOpen();
    var results = new ArrayList<ModelResult<Completion>>(Collections.nCopies(prompts.size(), null));
    List<Answer> answers = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      Interruption.check();
      try {
        Prompt prompt = requireNonNull(prompts.get(i), "prompt");
        int[] encoded = loaded.encoder().encode(prompt, options.maxTokens() - 1);
        answers.add(loaded.generation().answer(encoded, options));
        places.add(i);
      } catch (EntityMatchingException e) {
        results.set(i, new ModelResult.Failure<>(e));
      }
    }
    loaded.generation().write(answers, face.adapter());
    for (int i = 0; i < answers.size(); i++) {
      results.set(places.get(i), answers.get(i).result());
    }
    return List.copyOf(results);
  }

  private void requireOpen() {
    if (closed || loaded.isClosed()) {
      throw new IllegalStateException("the model is closed");
    }
  }

  /** Releases the sessions and the tokenizer; for a {@linkplain #adapted view}, only the view. */
  @Override
  public void close() {
    closed = true;
    if (!view) {
      loaded.close();
    }
  }

  /** Collects the options of a model. Not safe for use by many threads. */
  public static final class Builder {
    private static final int TOKENS_ON_CPU = 768;
    private static final int TOKENS_ON_CUDA = 8192;

    final Path folder;
    final Map<String, Path> namedAdapters = new LinkedHashMap<>();
    Optional<Path> mergedAdapter = Optional.empty();
    Device device = Device.cpu();
    Optional<Precision> precision = Optional.empty();
    ContextPolicy contextPolicy = ContextPolicy.REFUSE;
    OptionalInt contextLength = OptionalInt.empty();
    int threads;
    boolean spinning;
    private OptionalInt tokensPerBatch = OptionalInt.empty();

    private Builder(Path folder) {
      this.folder = requireNonNull(folder, "folder");
    }

    /**
     * Merges a LoRA adapter in PEFT's format into the weights while they load. The weights that it
     * changes are kept in the folder for temporary files until the model is closed, the others stay
     * mapped from the checkpoint.
     *
     * @param adapterFolder holds {@code adapter_config.json} and {@code adapter_model.safetensors}
     * @return this builder
     * @throws IllegalStateException if an adapter was merged already
     */
    public Builder adapter(Path adapterFolder) {
      if (mergedAdapter.isPresent()) {
        throw new IllegalStateException(
            "one adapter can be merged, and %s is already".formatted(mergedAdapter.get()));
      }
      mergedAdapter = Optional.of(requireNonNull(adapterFolder, "adapterFolder"));
      return this;
    }

    /**
     * Adds a LoRA adapter in PEFT's format that is kept apart from the weights and used through
     * {@link OnnxLlama#adapted}. Where another adapter is merged, this one comes on top of it.
     *
     * @param name what to call it, not blank
     * @param adapterFolder holds {@code adapter_config.json} and {@code adapter_model.safetensors}
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Builder adapter(String name, Path adapterFolder) {
      if (name.isBlank()
          || namedAdapters.putIfAbsent(name, requireNonNull(adapterFolder, "adapterFolder"))
              != null) {
        throw new IllegalArgumentException(
            "an adapter needs a name of its own, found '%s' beside %s"
                .formatted(name, namedAdapters.keySet()));
      }
      return this;
    }

    /**
     * Sets what computes.
     *
     * @param device default {@link Device#cpu}
     * @return this builder
     */
    public Builder device(Device device) {
      this.device = requireNonNull(device, "device");
      return this;
    }

    /**
     * Computes on a GPU; short for {@code device(Device.cuda(id))}.
     *
     * @param id its number, counted from 0
     * @return this builder
     * @throws IllegalArgumentException if the number is negative
     */
    public Builder cuda(int id) {
      return device(Device.cuda(id));
    }

    /**
     * Sets the arithmetic.
     *
     * @param precision default {@link Precision#FP32} on the CPU and {@link Precision#BF16} on a
     *     GPU
     * @return this builder
     */
    public Builder precision(Precision precision) {
      this.precision = Optional.of(precision);
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
     * @param tokens at least 1; default 768 on the CPU, enough to keep two cores busy, and 8192 on
     *     a GPU
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder tokensPerBatch(int tokens) {
      this.tokensPerBatch = OptionalInt.of(requirePositive("tokensPerBatch", tokens));
      return this;
    }

    int tokensPerBatch() {
      return tokensPerBatch.orElse(device.isCuda() ? TOKENS_ON_CUDA : TOKENS_ON_CPU);
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
     * Opens the checkpoint and its adapters.
     *
     * @return the model, closed by the caller
     * @throws EntityMatchingException if a file is missing, broken or of a model that em4j does not
     *     know, if an adapter does not fit the model, or if the GPU cannot be used; the message
     *     says what is missing
     * @throws IllegalArgumentException if the device does not compute in the precision
     */
    public OnnxLlama build() {
      LoadedModel loaded = LoadedModel.open(this);
      return new OnnxLlama(loaded, loaded.base(), false);
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
