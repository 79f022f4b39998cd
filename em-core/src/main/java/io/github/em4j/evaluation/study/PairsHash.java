package io.github.em4j.evaluation.study;

import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Digests the pairs of a split with their labels, in their order. Every count and every length
 * enters, so no text can move from one value to the next.
 */
final class PairsHash {
  private final MessageDigest digest;

  private PairsHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The digest of a split as 64 hexadecimal digits. */
  static String of(DatasetSplit split) {
    var hash = new PairsHash();
    hash.add(split.size());
    for (LabeledPair pair : split.pairs()) {
      hash.add(pair.pair().left());
      hash.add(pair.pair().right());
      hash.add(pair.label().isMatch() ? 1 : 0);
    }
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  /** The digest of a text as 64 hexadecimal digits. */
  static String of(String text) {
    var hash = new PairsHash();
    hash.add(text);
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void add(EntityDescription description) {
    add(description.id());
    add(description.attributes().size());
    for (Map.Entry<String, String> attribute : description.attributes().entrySet()) {
      add(attribute.getKey());
      add(attribute.getValue());
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
  }
}
