package io.github.em4j.training.selection.rounds;

import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.training.selection.TrainingPair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The identity of a list of pairs: SHA-256 of all that a learner may see of them. */
final class PairsHash {
  private static final int DIGITS = 16;

  private final MessageDigest digest;

  private PairsHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Keys, pairs, labels and explanations. */
  static String ofTraining(List<TrainingPair> pairs) {
    var hash = new PairsHash();
    for (TrainingPair pair : pairs) {
      hash.add(pair.key());
      hash.add(pair.pair());
      hash.add(pair.explanation().map(Object::toString).orElse(""));
    }
    return hash.finish(pairs.size());
  }

  /** Pairs and labels. */
  static String of(List<LabeledPair> pairs) {
    var hash = new PairsHash();
    pairs.forEach(hash::add);
    return hash.finish(pairs.size());
  }

  private void add(LabeledPair pair) {
    add(pair.pair().left());
    add(pair.pair().right());
    add(pair.label().name());
  }

  private void add(EntityDescription entity) {
    add(entity.id());
    add(String.valueOf(entity.attributes().size()));
    entity
        .attributes()
        .forEach(
            (name, value) -> {
              add(name);
              add(value);
            });
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private String finish(int count) {
    return count + " pairs, " + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }
}
