package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Hugging Face checkpoint folder: configuration, weights, and what its tokenizer is read from.
 *
 * <p>Opening reads {@code config.json}, {@code generation_config.json} and the headers of {@code
 * model.safetensors} or of the shards that {@code model.safetensors.index.json} names, and checks
 * that exactly the tensors are there, in the right shapes, that the architecture computes with. The
 * numbers stay in their files, and no file stays open. Immutable and thread-safe.
 *
 * <p>Links are followed only inside the folder, and from {@code snapshots/<revision>} into {@code
 * blobs} of the same repository in the cache of the Hugging Face hub.
 *
 * <p>A model with a sliding attention window is opened as one of at most that many positions: up to
 * there the window changes nothing.
 */
public final class Checkpoint {
  static final String CONFIG = "config.json";
  static final String GENERATION_CONFIG = "generation_config.json";

  /** What a model's folder in the cache of Hugging Face begins with. */
  private static final String CACHED = "models--";

  private final CheckpointFolder folder;
  private final LlamaConfig config;
  private final WeightFiles files;
  private final DecoderWeights weights;
  private final Set<Integer> endTokens;

  private Checkpoint(
      CheckpointFolder folder,
      LlamaConfig config,
      WeightFiles files,
      DecoderWeights weights,
      Set<Integer> endTokens) {
    this.folder = folder;
    this.config = config;
    this.files = files;
    this.weights = weights;
    this.endTokens = endTokens;
  }

  /**
   * Opens a folder.
   *
   * @param folder the folder
   * @return what it holds
   * @throws CheckpointException if a file is missing or broken, the architecture is another one
   *     than {@link LlamaConfig.Architecture} lists, or the tensors do not fit the configuration
   */
  public static Checkpoint open(Path folder) {
    CheckpointFolder files = CheckpointFolder.of(requireNonNull(folder, "folder"));
    Path configFile = files.require(CONFIG);
    LlamaConfig config = ConfigReader.read(configFile);
    WeightFiles weightFiles = WeightFiles.open(files);
    DecoderWeights weights = WeightsReader.read(folder, config, weightFiles.tensors());
    return new Checkpoint(
        files, config, weightFiles, weights, endTokens(files, configFile, config.vocabSize()));
  }

  private static Set<Integer> endTokens(CheckpointFolder files, Path configFile, int vocabSize) {
    Optional<Path> generation = files.find(GENERATION_CONFIG);
    var ids = new LinkedHashSet<Integer>();
    for (Path file :
        generation.map(path -> List.of(path, configFile)).orElse(List.of(configFile))) {
      JsonObject json = JsonObject.read(file, ConfigReader.MAX_BYTES);
      for (int id : json.integers("eos_token_id")) {
        if (id < 0 || id >= vocabSize) {
          throw json.broken(
              "eos_token_id", "is %d; the vocabulary has %d tokens".formatted(id, vocabSize));
        }
        ids.add(id);
      }
      if (!ids.isEmpty()) {
        break;
      }
    }
    return Collections.unmodifiableSet(ids);
  }

  /**
   * The folder.
   *
   * @return its path as it was opened
   */
  public Path path() {
    return folder.path();
  }

  /**
   * What the model is called: in the cache of Hugging Face, {@code
   * models--org--name/snapshots/hash}, its name there, elsewhere the folder's.
   *
   * @return for example {@code HuggingFaceTB/SmolLM2-135M-Instruct}; not blank
   */
  public String name() {
    return name(path());
  }

  static String name(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    int names = absolute.getNameCount();
    if (names == 0) {
      return "model";
    }
    if (names >= 3 && absolute.getName(names - 2).toString().equals("snapshots")) {
      String cached = absolute.getName(names - 3).toString();
      if (cached.startsWith(CACHED) && cached.length() > CACHED.length()) {
        return cached.substring(CACHED.length()).replace("--", "/");
      }
    }
    return absolute.getName(names - 1).toString();
  }

  /**
   * The shape of the decoder.
   *
   * @return what {@code config.json} says
   */
  public LlamaConfig config() {
    return config;
  }

  /**
   * The weights by their role.
   *
   * @return where each one lies, links resolved
   */
  public DecoderWeights weights() {
    return weights;
  }

  /**
   * The weights by name.
   *
   * @return every tensor of every file
   */
  public Map<String, StoredTensor> tensors() {
    return files.tensors();
  }

  /**
   * One weight.
   *
   * @param name its name
   * @return where it lies
   * @throws CheckpointException if there is none of that name
   */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = files.tensors().get(requireNonNull(name, "name"));
    if (tensor == null) {
      throw new CheckpointException(folder.path(), "holds no tensor '" + name + "'");
    }
    return tensor;
  }

  /**
   * The tokens that end an answer.
   *
   * @return {@code eos_token_id} of {@code generation_config.json}, else of {@code config.json};
   *     may be empty
   */
  public Set<Integer> endTokens() {
    return endTokens;
  }

  /**
   * Opens the tokenizer of the checkpoint.
   *
   * @return a new tokenizer, to be closed by the caller
   * @throws CheckpointException if the folder has none, it is broken, or has ids outside the
   *     vocabulary
   */
  public ChatTokenizer openTokenizer() {
    ChatTokenizer tokenizer = ChatTokenizer.open(folder);
    if (tokenizer.size() > config.vocabSize()) {
      tokenizer.close();
      throw new CheckpointException(
          folder.path(),
          "its tokenizer has ids up to %d, but the vocabulary has %d tokens"
              .formatted(tokenizer.size() - 1, config.vocabSize()));
    }
    return tokenizer;
  }

  /**
   * An identity for provenance, from a fraction of the bytes: the configuration, the tokenizer
   * files, the headers of the weights, and 1 KiB of the numbers of every tensor. Two checkpoints of
   * one shape differ in it as soon as training has moved the numbers it looks at.
   *
   * @return SHA-256 in hexadecimal
   * @throws CheckpointException if a file cannot be read
   */
  public String fingerprint() {
    return CheckpointHash.sampled(folder, files);
  }

  /**
   * An identity from every byte of the weights, the configuration and the tokenizer files. Reads
   * everything.
   *
   * @return SHA-256 in hexadecimal
   * @throws CheckpointException if a file cannot be read
   */
  public String sha256() {
    return CheckpointHash.complete(folder, files);
  }

  @Override
  public String toString() {
    return folder.path() + " (" + config.architecture().configName() + ")";
  }
}
