package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.AdapterConfigReader.Target;
import io.github.em4j.onnx.checkpoint.DecoderLayout.Projection;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A LoRA adapter in PEFT's format: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}, checked against the model that it changes. The numbers stay in the
 * file. Immutable and thread-safe.
 */
public final class LoraAdapter {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final long MAX_CONFIG_BYTES = 4L << 20;
  static final String PREFIX = "base_model.model.";

  private final Path path;
  private final AdapterConfig config;
  private final Map<String, Update> updates;
  private final String sha256;

  private LoraAdapter(Path path, AdapterConfig config, Map<String, Update> updates, String sha256) {
    this.path = path;
    this.config = config;
    this.updates = Collections.unmodifiableMap(updates);
    this.sha256 = sha256;
  }

  /**
   * The update of one linear layer: {@code W + scale * up * down}.
   *
   * @param down {@code lora_A}, {@code [rank, in]}
   * @param up {@code lora_B}, {@code [out, rank]}
   * @param scale what the product is multiplied with
   */
  public record Update(StoredTensor down, StoredTensor up, double scale) {

    /**
     * The rank of the update.
     *
     * @return rows of {@link #down}
     */
    public int rank() {
      return Math.toIntExact(down.shape().get(0));
    }

    /**
     * Adds some rows of {@code scale * up * down} to the same rows of the layer, in single
     * precision.
     *
     * @param rows whole rows of the layer, row-major; changed
     * @param first which row of the layer is the first one
     * @param downNumbers what {@link #down} reads, once for all rows
     */
    public void addTo(float[] rows, long first, float[] downNumbers) {
      int in = Math.toIntExact(down.shape().get(1));
      int rank = rank();
      float[] upRows = up.readRows(first, rows.length / in);
      for (int row = 0; row * in < rows.length; row++) {
        for (int r = 0; r < rank; r++) {
          float factor = (float) (scale * upRows[row * rank + r]);
          for (int i = 0; i < in; i++) {
            rows[row * in + i] += factor * downNumbers[r * in + i];
          }
        }
      }
    }
  }

  /**
   * Opens an adapter folder.
   *
   * @param folder holds {@code adapter_config.json} and {@code adapter_model.safetensors}
   * @param base the shape of the model that it changes
   * @return the adapter
   * @throws CheckpointException if a file is missing or broken, the adapter is of a kind that em4j
   *     does not compute (the message says which), or does not fit the base model
   */
  public static LoraAdapter open(Path folder, LlamaConfig base) {
    CheckpointFolder files = CheckpointFolder.of(requireNonNull(folder, "folder"));
    Path configFile = files.require(CONFIG);
    var reader = new AdapterConfigReader(JsonObject.read(configFile, MAX_CONFIG_BYTES));
    List<Target> targets = reader.targets(base);
    Path weightFile =
        files
            .find(WEIGHTS)
            .orElseThrow(
                () ->
                    new CheckpointException(
                        folder, "holds no " + WEIGHTS + "; pickled adapters are not read"));
    Map<String, Update> updates = updates(SafetensorsFile.open(weightFile), targets, base);
    var names = new TreeSet<String>();
    targets.forEach(target -> names.add(target.projection().shortName()));
    return new LoraAdapter(folder, reader.config(names), updates, hash(configFile, weightFile));
  }

  private static Map<String, Update> updates(
      SafetensorsFile file, List<Target> targets, LlamaConfig base) {
    var updates = new LinkedHashMap<String, Update>();
    var unused = new HashSet<>(file.tensors().keySet());
    var missing = new ArrayList<String>();
    for (Target target : targets) {
      Projection projection = target.projection();
      Optional<StoredTensor> down =
          matrix(file, target.module() + ".lora_A.weight", target.rank(), projection.in(base));
      Optional<StoredTensor> up =
          matrix(file, target.module() + ".lora_B.weight", projection.out(base), target.rank());
      if (down.isEmpty() || up.isEmpty()) {
        missing.add(target.module());
      } else {
        unused.remove(down.get().name());
        unused.remove(up.get().name());
        updates.put(target.module(), new Update(down.get(), up.get(), target.scale()));
      }
    }
    if (!missing.isEmpty()) {
      throw new CheckpointException(file.path(), "lacks lora_A or lora_B of " + Names.few(missing));
    }
    if (!unused.isEmpty()) {
      List<String> names = unused.stream().sorted().toList();
      throw new CheckpointException(
          file.path(),
          "holds tensors that its configuration does not ask for: " + Names.few(names));
    }
    return updates;
  }

  private static Optional<StoredTensor> matrix(
      SafetensorsFile file, String name, long rows, long columns) {
    StoredTensor tensor = file.tensors().get(PREFIX + name);
    if (tensor == null) {
      return Optional.empty();
    }
    if (!tensor.shape().equals(List.of(rows, columns))) {
      throw new CheckpointException(
          file.path(),
          "tensor '%s' has shape %s; the base model and the rank ask for [%d, %d]"
              .formatted(tensor.name(), tensor.shape(), rows, columns));
    }
    return Optional.of(tensor);
  }

  private static String hash(Path... files) {
    MessageDigest digest = Sha256.digest();
    for (Path file : files) {
      CheckpointHash.update(digest, file);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The folder.
   *
   * @return its path as it was opened
   */
  public Path path() {
    return path;
  }

  /**
   * How it was trained.
   *
   * @return the configuration; single layers may have another rank and scale, see {@link #updates}
   */
  public AdapterConfig config() {
    return config;
  }

  /**
   * The updates by the linear layer that they change, for example {@code
   * model.layers.0.self_attn.q_proj}.
   *
   * @return in the order of the computation
   */
  public Map<String, Update> updates() {
    return updates;
  }

  /**
   * An identity for provenance, from every byte of both files.
   *
   * @return SHA-256 in hexadecimal
   */
  public String sha256() {
    return sha256;
  }

  @Override
  public String toString() {
    return path + " (LoRA, r " + config.rank() + ", " + updates.size() + " linear layers)";
  }
}
