package io.github.em4j.training.lora;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.Weight;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Tells the frozen numbers of one model from those of another. */
final class BaseWeights {
  private static final int SAMPLE_BYTES = 1024;

  private BaseWeights() {}

  /**
   * An identity from names, shapes and a row or a kibibyte out of the middle of every tensor: the
   * first rows of an embedding are often tokens that never occur. Takes milliseconds, where all
   * bytes of a large model would take minutes.
   *
   * @return SHA-256 in hexadecimal
   */
  static String fingerprint(LlamaConfig config, Map<String, Weight> weights) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(
          digest,
          "%s heads, %s for keys, rotary base %s, epsilon %s"
              .formatted(
                  config.heads(),
                  config.keyValueHeads(),
                  config.ropeTheta(),
                  config.normEpsilon()));
      new TreeMap<>(weights)
          .forEach(
              (name, weight) -> {
                update(digest, name + " " + weight.type());
                digest.update(sample(weight.data()));
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static ByteBuffer sample(TensorData data) {
    if (data instanceof TensorData.InFile file) {
      StoredTensor tensor = file.tensor();
      float[] numbers =
          tensor.shape().size() < 2 ? tensor.read() : tensor.readRows(tensor.shape().get(0) / 2, 1);
      ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
      bytes.asFloatBuffer().put(numbers);
      return bytes;
    }
    ByteBuffer all =
        data instanceof TensorData.InMemory memory
            ? memory.buffer().duplicate()
            : ((TensorData.Inline) data).bytes().duplicate();
    int length = Math.min(SAMPLE_BYTES, all.remaining());
    return all.slice(all.position() + (all.remaining() - length) / 2, length);
  }
}
