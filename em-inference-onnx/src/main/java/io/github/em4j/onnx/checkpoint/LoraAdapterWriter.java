package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes a LoRA adapter in PEFT's format: the matrices first, the configuration last, so that a
 * folder that was left half-written does not open. Not thread-safe.
 *
 * <pre>{@code
 * new LoraAdapterWriter(AdapterConfig.allLinear(8, 16))
 *     .add("model.layers.0.self_attn.q_proj", 576, 576, down, up)
 *     .write(folder);
 * }</pre>
 */
public final class LoraAdapterWriter {
  private final AdapterConfig config;
  private final SafetensorsWriter weights = new SafetensorsWriter().metadata("format", "pt");

  /**
   * A writer without matrices.
   *
   * @param config what the matrices were trained with
   */
  public LoraAdapterWriter(AdapterConfig config) {
    this.config = requireNonNull(config, "config");
  }

  /**
   * Adds the update of one linear layer, in single precision as PEFT writes it.
   *
   * @param module the linear layer, for example {@code model.layers.0.self_attn.q_proj}
   * @param in width of its input
   * @param out width of its output
   * @param down {@code lora_A}, {@code [rank, in]} row-major; read while writing, not copied
   * @param up {@code lora_B}, {@code [out, rank]} row-major; read while writing, not copied
   * @return this writer
   * @throws IllegalArgumentException if a matrix does not have the size that the widths and the
   *     rank ask for, or the layer was added before
   */
  public LoraAdapterWriter add(String module, int in, int out, float[] down, float[] up) {
    long rank = config.rank();
    if (down.length != rank * in || up.length != rank * out) {
      throw new IllegalArgumentException(
          "%s of rank %d needs %d and %d numbers, found %d and %d"
              .formatted(module, rank, rank * in, rank * out, down.length, up.length));
    }
    String name = LoraAdapter.PREFIX + module;
    weights.add(name + ".lora_A.weight", TensorType.F32, List.of(rank, (long) in), down);
    weights.add(name + ".lora_B.weight", TensorType.F32, List.of((long) out, rank), up);
    return this;
  }

  /**
   * Writes the folder, which may exist; files of the same names are replaced.
   *
   * @param folder where to
   * @throws CheckpointException if writing fails
   */
  public void write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(folder.resolve(LoraAdapter.CONFIG));
      weights.write(folder.resolve(LoraAdapter.WEIGHTS));
      WholeFile.writeString(folder.resolve(LoraAdapter.CONFIG), json(config));
    } catch (IOException e) {
      throw new CheckpointException(folder, "cannot be written: " + e, e);
    }
  }

  private static String json(AdapterConfig config) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("peft_type", "LORA").put("task_type", "CAUSAL_LM");
    json.put("base_model_name_or_path", config.baseModel());
    json.put("r", config.rank());
    if (config.alpha() == Math.rint(config.alpha())) {
      json.put("lora_alpha", (long) config.alpha());
    } else {
      json.put("lora_alpha", config.alpha());
    }
    json.put("lora_dropout", config.dropout()).put("use_rslora", config.rankStabilized());
    json.put("use_dora", false).put("fan_in_fan_out", false).put("bias", "none");
    json.put("inference_mode", true).putNull("modules_to_save");
    ArrayNode targets = json.putArray("target_modules");
    new TreeSet<>(config.targets()).forEach(targets::add);
    return json.toPrettyString() + "\n";
  }
}
