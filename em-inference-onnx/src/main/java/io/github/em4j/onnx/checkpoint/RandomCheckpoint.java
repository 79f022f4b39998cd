package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import io.github.em4j.onnx.checkpoint.LlamaConfig.RopeScaling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A valid checkpoint of random weights with a small byte-level BPE tokenizer and a chat template:
 * for tests, benchmarks and checks of a machine. It answers nonsense at the speed of a real model
 * of its shape. The same shape, seed and type give the same bytes.
 */
public final class RandomCheckpoint {

  /** The shapes there are. */
  public enum Shape {
    /** Two layers of width 64: 0.2 million numbers. */
    TINY(
        new LlamaConfig(
            Architecture.LLAMA,
            512,
            64,
            160,
            2,
            4,
            2,
            16,
            1e-5,
            10_000,
            Optional.empty(),
            2048,
            true,
            false,
            false),
        TensorType.F32),
    /** SmolLM2-135M's. */
    M135(
        new LlamaConfig(
            Architecture.LLAMA,
            49_152,
            576,
            1536,
            30,
            9,
            3,
            64,
            1e-5,
            100_000,
            Optional.empty(),
            8192,
            true,
            false,
            false),
        TensorType.F32),
    /** Llama 3.2 1B's. */
    B1(
        new LlamaConfig(
            Architecture.LLAMA,
            128_256,
            2048,
            8192,
            16,
            32,
            8,
            64,
            1e-5,
            500_000,
            Optional.of(new RopeScaling(32, 1, 4, 8192)),
            131_072,
            true,
            false,
            false),
        TensorType.BF16),
    /** Llama 3.1 8B's: 16 GB. */
    B8(
        new LlamaConfig(
            Architecture.LLAMA,
            128_256,
            4096,
            14_336,
            32,
            32,
            8,
            128,
            1e-5,
            500_000,
            Optional.of(new RopeScaling(8, 1, 4, 8192)),
            131_072,
            false,
            false,
            false),
        TensorType.BF16);

    @SuppressWarnings("ImmutableEnumChecker") // A record of numbers.
    private final LlamaConfig config;

    private final TensorType type;

    Shape(LlamaConfig config, TensorType type) {
      this.config = config;
      this.type = type;
    }

    /**
     * The shape in numbers.
     *
     * @return as {@code config.json} will say
     */
    public LlamaConfig config() {
      return config;
    }

    /**
     * How the numbers are written unless another type is asked for.
     *
     * @return single precision for the small shapes, bfloat16 for the large ones
     */
    public TensorType type() {
      return type;
    }
  }

  private static final List<String> SPECIAL_TOKENS =
      List.of(
          "<|begin_of_text|>",
          "<|end_of_text|>",
          "<|start_header_id|>",
          "<|end_header_id|>",
          "<|eot_id|>");

  private static final String TEMPLATE =
      """
      {{- bos_token }}
      {%- for message in messages %}
          {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' }}
          {{- message['content'] | trim + '<|eot_id|>' }}
      {%- endfor %}
      {%- if add_generation_prompt %}
          {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
      {%- endif %}
      """;

  /** What the merges are learned from; enough of them for the words of a matching prompt. */
  private static final List<String> SENTENCES =
      List.of(
          "Do the two descriptions refer to the same product? Answer with Yes or No.",
          "Do the two product descriptions match? Answer Yes if they do and No if they do not.",
          "Entity 1: title of the first product, brand, model and price.",
          "Entity 2: title of the second product, brand, model and price.",
          "The two entities are the same because the model numbers are the same.",
          "The two entities are different: the brand is the same, the model is another one.",
          "Do the two publications refer to the same paper? Compare authors, venue and year.",
          "A black leather case for a camera, and a white one for the same camera.",
          "A printer, a printer cartridge, and the paper for the printer.",
          "Yes. No. Yes, the same. No, they are not the same.");

  private static final int MAX_MERGES = 200;
  private static final int BLOCK = 1 << 14;

  /** Half the width of a uniform distribution with standard deviation 0.02. */
  private static final float SPREAD = 0.02f * 1.7320508f;

  private RandomCheckpoint() {}

  /**
   * Writes a checkpoint in the shape's own type.
   *
   * @param shape how large
   * @param seed decides the weights
   * @param folder where to; made if needed
   * @throws CheckpointException if writing fails
   */
  public static void write(Shape shape, long seed, Path folder) {
    write(shape.config(), shape.type(), seed, folder);
  }

  /**
   * Writes a checkpoint of any shape. One tensor's numbers depend on the seed and its name only.
   *
   * @param config the shape; at least 261 tokens in the vocabulary
   * @param type how the numbers are written
   * @param seed decides the weights
   * @param folder where to; made if needed
   * @throws IllegalArgumentException if the vocabulary is too small for the bytes and the special
   *     tokens
   * @throws CheckpointException if writing fails
   */
  public static void write(LlamaConfig config, TensorType type, long seed, Path folder) {
    requireNonNull(folder, "folder");
    int room = config.vocabSize() - 256 - SPECIAL_TOKENS.size();
    if (room < 0) {
      throw new IllegalArgumentException(
          "the vocabulary needs at least %d tokens, found %d"
              .formatted(256 + SPECIAL_TOKENS.size(), config.vocabSize()));
    }
    BpeTokenizer tokenizer = tokenizer(Math.min(room, MAX_MERGES));
    CheckpointWriter.of(config, (name, shape) -> sink -> fill(name, shape, seed, sink))
        .type(type)
        .text(TokenizerFiles.TOKENIZER, tokenizer.tokenizerJson())
        .text(TokenizerFiles.CONFIG, tokenizerConfig())
        .endTokens(
            List.of(
                tokenizer.specialToken("<|end_of_text|>"), tokenizer.specialToken("<|eot_id|>")))
        .write(folder);
  }

  private static BpeTokenizer tokenizer(int merges) {
    String[] others = SPECIAL_TOKENS.subList(2, SPECIAL_TOKENS.size()).toArray(String[]::new);
    BpeTrainer trainer =
        BpeTrainer.ofSize(256 + merges + SPECIAL_TOKENS.size())
            .split(WordSplit.GPT2)
            .specialTokens(SPECIAL_TOKENS.get(0), SPECIAL_TOKENS.get(1), others);
    SENTENCES.forEach(trainer::add);
    return trainer.train();
  }

  private static String tokenizerConfig() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("bos_token", SPECIAL_TOKENS.get(0))
        .put("eos_token", SPECIAL_TOKENS.get(4))
        .put("chat_template", TEMPLATE)
        .put("tokenizer_class", "PreTrainedTokenizerFast");
    return json.toPrettyString() + "\n";
  }

  /** Norms around 1, everything else around 0; four numbers from every 64 random bits. */
  private static void fill(String name, List<Long> shape, long seed, SafetensorsWriter.Sink sink)
      throws IOException {
    long count = shape.stream().reduce(1L, Math::multiplyExact);
    var random = new SplittableRandom(seed ^ nameSeed(name));
    float center = name.endsWith("norm.weight") ? 1 : 0;
    float step = SPREAD / (1 << 15);
    float[] block = new float[(int) Math.min(BLOCK, (count + 3) / 4 * 4)];
    for (long done = 0; done < count; done += block.length) {
      for (int i = 0; i < block.length; i += 4) {
        long bits = random.nextLong();
        for (int j = 0; j < 4; j++) {
          block[i + j] = center + (short) (bits >>> (16 * j)) * step;
        }
      }
      sink.accept(block, 0, (int) Math.min(block.length, count - done));
    }
  }

  private static long nameSeed(String name) {
    byte[] hash = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(hash).getLong();
  }
}
