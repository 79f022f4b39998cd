package io.github.em4j.onnx.checkpoint;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.github.em4j.onnx.checkpoint.DecoderLayout.Projection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads PEFT's {@code adapter_config.json}. Every kind of adapter that would compute something else
 * than {@code W + scale * B A} is refused by name. Regular expressions run in linear time.
 */
final class AdapterConfigReader {
  static final int MAX_RANK = 1 << 16;

  private static final List<String> LAYER_FIELDS = List.of("layers", "h", "block");

  private final JsonObject json;
  private final int rank;
  private final double alpha;
  private final boolean rankStabilized;

  AdapterConfigReader(JsonObject json) {
    this.json = json;
    refuseWhatIsNotComputed();
    rank = json.integer("r", 1, MAX_RANK);
    alpha = json.number("lora_alpha", 8);
    rankStabilized = json.flag("use_rslora", false);
  }

  /** What the adapter does to one linear layer. */
  record Target(int layer, Projection projection, int rank, double scale) {
    String module() {
      return DecoderLayout.layer(layer) + projection.module();
    }
  }

  AdapterConfig config(Set<String> targets) {
    try {
      return new AdapterConfig(
          rank,
          alpha,
          rankStabilized,
          targets,
          json.number("lora_dropout", 0),
          json.text("base_model_name_or_path").orElse(""));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(json.file(), String.valueOf(e.getMessage()), e);
    }
  }

  private void refuseWhatIsNotComputed() {
    String type = json.text("peft_type").orElse("");
    if (!type.equals("LORA")) {
      throw json.broken("peft_type", "is '%s'; em4j reads LORA".formatted(Names.shortened(type)));
    }
    String task = json.text("task_type").orElse("CAUSAL_LM");
    if (!task.equals("CAUSAL_LM")) {
      throw json.broken(
          "task_type", "is '%s'; em4j reads CAUSAL_LM".formatted(Names.shortened(task)));
    }
    refuseFlag("use_dora", "DoRA rescales the weights by their norm, which em4j does not compute");
    refuseFlag("fan_in_fan_out", "em4j reads weights stored as [out, in]");
    refuseFlag("lora_bias", "em4j computes adapters without biases");
    refuseFlag("use_qalora", "em4j computes plain LoRA");
    String bias = json.text("bias").orElse("none");
    if (!bias.equals("none")) {
      throw json.broken(
          "bias",
          "is '%s'; em4j computes adapters without biases".formatted(Names.shortened(bias)));
    }
    refuseContent("modules_to_save", "whole modules beside the low-rank matrices are not read");
    refuseContent("trainable_token_indices", "changed rows of the embedding are not read");
    refuseContent("target_parameters", "only linear layers are adapted");
    refuseContent("layer_replication", "the layers of the base model stay as they are");
    refuseContent("alora_invocation_tokens", "activated LoRA is not computed");
    refuseContent("megatron_config", "Megatron layers are not computed");
  }

  private void refuseFlag(String field, String reason) {
    if (json.flag(field, false)) {
      throw json.broken(field, "is true: " + reason);
    }
  }

  private void refuseContent(String field, String reason) {
    // An empty list or object asks for nothing.
    if (json.has(field) && (json.value(field).isValueNode() || !json.value(field).isEmpty())) {
      throw json.broken(field, "is %s: %s".formatted(JsonObject.shown(json.value(field)), reason));
    }
  }

  /** The linear layers that the adapter changes, of the base model's. */
  List<Target> targets(LlamaConfig base) {
    Map<String, Double> alphas = numbers("alpha_pattern");
    Map<String, Double> ranks = numbers("rank_pattern");
    ModuleFilter wanted = wanted();
    Optional<Set<Integer>> onlyLayers = onlyLayers(base);
    var targets = new ArrayList<Target>();
    for (int layer = 0; layer < base.layers(); layer++) {
      if (onlyLayers.isPresent() && !onlyLayers.get().contains(layer)) {
        continue;
      }
      for (Projection projection : Projection.values()) {
        String module = DecoderLayout.layer(layer) + projection.module();
        if (wanted.matches(module)) {
          int ownRank = wholeRank(ranks, module);
          double ownAlpha = byPattern(alphas, module).orElse(alpha);
          targets.add(
              new Target(
                  layer,
                  projection,
                  ownRank,
                  AdapterConfig.scale(ownRank, ownAlpha, rankStabilized)));
        }
      }
    }
    if (targets.isEmpty()) {
      throw json.broken("target_modules", "names no linear layer of the base model");
    }
    return targets;
  }

  private int wholeRank(Map<String, Double> ranks, String module) {
    double own = byPattern(ranks, module).orElse((double) rank);
    if (own < 1 || own > MAX_RANK || own != Math.rint(own)) {
      throw json.broken(
          "rank_pattern",
          "has to hold whole numbers from 1 to %d, found %s".formatted(MAX_RANK, own));
    }
    return (int) own;
  }

  private interface ModuleFilter {
    boolean matches(String module);
  }

  /** A list of name endings, a regular expression over whole names, or {@code all-linear}. */
  private ModuleFilter wanted() {
    List<String> excluded = json.has("exclude_modules") ? json.texts("exclude_modules") : List.of();
    ModuleFilter included;
    if (!json.has("target_modules")) {
      throw json.broken(
          "target_modules", "is missing; it names the linear layers that are adapted");
    } else if (json.value("target_modules").isTextual()) {
      String text = json.text("target_modules").orElse("");
      included = text.equals("all-linear") ? module -> true : expression(text)::matches;
    } else {
      List<String> names = json.texts("target_modules");
      refuseOtherModules(names);
      included = module -> endsWithAny(module, names);
    }
    return module -> included.matches(module) && !endsWithAny(module, excluded);
  }

  private void refuseOtherModules(List<String> names) {
    for (String name : names) {
      boolean linear =
          Arrays.stream(Projection.values())
              .anyMatch(
                  p ->
                      (p.module().equals(name) || p.module().endsWith("." + name))
                          || name.endsWith("." + p.module()));
      if (!linear) {
        throw json.broken(
            "target_modules",
            "names '%s'; em4j adapts the linear layers %s"
                .formatted(
                    Names.shortened(name),
                    Arrays.stream(Projection.values()).map(Projection::shortName).toList()));
      }
    }
  }

  private static boolean endsWithAny(String module, List<String> names) {
    return names.stream().anyMatch(name -> module.equals(name) || module.endsWith("." + name));
  }

  private Pattern expression(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw json.broken(
          "target_modules", "is not a regular expression em4j reads: " + Names.shortened(text));
    }
  }

  /** {@code layers_to_transform}: only these layers. */
  private Optional<Set<Integer>> onlyLayers(LlamaConfig base) {
    if (!json.has("layers_to_transform")) {
      return Optional.empty();
    }
    for (String pattern : patterns()) {
      if (!LAYER_FIELDS.contains(pattern)) {
        throw json.broken(
            "layers_pattern",
            "is '%s'; the layers are named 'layers'".formatted(Names.shortened(pattern)));
      }
    }
    Set<Integer> layers = new TreeSet<>(json.integers("layers_to_transform"));
    for (int layer : layers) {
      if (layer < 0 || layer >= base.layers()) {
        throw json.broken(
            "layers_to_transform",
            "names layer %d; the base model has %d".formatted(layer, base.layers()));
      }
    }
    return Optional.of(layers);
  }

  private List<String> patterns() {
    if (!json.has("layers_pattern")) {
      return List.of();
    }
    return json.value("layers_pattern").isArray()
        ? json.texts("layers_pattern")
        : json.text("layers_pattern").stream().toList();
  }

  private Map<String, Double> numbers(String field) {
    var numbers = new LinkedHashMap<String, Double>();
    json.object(field)
        .ifPresent(object -> object.fields().forEach(key -> numbers.put(key, object.number(key))));
    return numbers;
  }

  /** As PEFT does: the first key that is the end of the module's name, as a regular expression. */
  private Optional<Double> byPattern(Map<String, Double> values, String module) {
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      if (expression("(.*\\.)?(" + entry.getKey() + ")").matches(module)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }
}
