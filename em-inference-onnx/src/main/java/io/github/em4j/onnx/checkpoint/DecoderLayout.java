package io.github.em4j.onnx.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which tensors a decoder has, by their names in Hugging Face checkpoints, and their shapes. */
final class DecoderLayout {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";

  private DecoderLayout() {}

  /** The linear layers of a decoder layer, in the order of the computation. */
  enum Projection {
    QUERY("self_attn.q_proj"),
    KEY("self_attn.k_proj"),
    VALUE("self_attn.v_proj"),
    OUTPUT("self_attn.o_proj"),
    GATE("mlp.gate_proj"),
    UP("mlp.up_proj"),
    DOWN("mlp.down_proj");

    private final String module;

    Projection(String module) {
      this.module = module;
    }

    /** For example {@code self_attn.q_proj}. */
    String module() {
      return module;
    }

    /** For example {@code q_proj}. */
    String shortName() {
      return module.substring(module.indexOf('.') + 1);
    }

    long out(LlamaConfig config) {
      return switch (this) {
        case QUERY -> (long) config.heads() * config.headSize();
        case KEY, VALUE -> (long) config.keyValueHeads() * config.headSize();
        case OUTPUT, DOWN -> config.hiddenSize();
        case GATE, UP -> config.intermediateSize();
      };
    }

    long in(LlamaConfig config) {
      return switch (this) {
        case OUTPUT -> (long) config.heads() * config.headSize();
        case DOWN -> config.intermediateSize();
        default -> config.hiddenSize();
      };
    }

    boolean hasBias(LlamaConfig config) {
      return config.queryKeyValueBias() && (this == QUERY || this == KEY || this == VALUE);
    }
  }

  static String layer(int index) {
    return "model.layers." + index + ".";
  }

  /** All tensors, in the order of the computation. */
  static Map<String, List<Long>> shapes(LlamaConfig config) {
    var shapes = new LinkedHashMap<String, List<Long>>();
    forEach(config, shapes::put);
    return shapes;
  }

  static void forEach(LlamaConfig config, BiConsumer<String, List<Long>> visitor) {
    long hidden = config.hiddenSize();
    List<Long> table = List.of((long) config.vocabSize(), hidden);
    visitor.accept(EMBEDDING, table);
    for (int i = 0; i < config.layers(); i++) {
      String layer = layer(i);
      visitor.accept(layer + "input_layernorm.weight", List.of(hidden));
      for (Projection projection : Projection.values()) {
        if (projection == Projection.GATE) {
          visitor.accept(layer + "post_attention_layernorm.weight", List.of(hidden));
        }
        long out = projection.out(config);
        visitor.accept(
            layer + projection.module() + ".weight", List.of(out, projection.in(config)));
        if (projection.hasBias(config)) {
          visitor.accept(layer + projection.module() + ".bias", List.of(out));
        }
      }
      if (config.queryKeyNorm()) {
        visitor.accept(layer + "self_attn.q_norm.weight", List.of((long) config.headSize()));
        visitor.accept(layer + "self_attn.k_norm.weight", List.of((long) config.headSize()));
      }
    }
    visitor.accept(FINAL_NORM, List.of(hidden));
    if (!config.tiedEmbeddings()) {
      visitor.accept(HEAD, table);
    }
  }
}
