package io.github.em4j.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests data for fine-tuning. Every count and every length enters, so no text can move. */
final class FineTuningDataHash {
  private final MessageDigest digest;

  private FineTuningDataHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String of(FineTuningData data) {
    FineTuningDataHash hash = new FineTuningDataHash();
    hash.add(data.examples().size());
    for (FineTuningExample example : data.examples()) {
      hash.add(example.prompt());
      hash.add(example.completion());
    }
    hash.add(data.validation().size());
    for (ValidationQuestion question : data.validation()) {
      hash.add(question.prompt());
      hash.add(question.choices().size());
      question.choices().forEach(hash::add);
      hash.add(question.rightChoice());
    }
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void add(Prompt prompt) {
    add(prompt.messages().size());
    for (Message message : prompt.messages()) {
      add(message.role().name());
      add(message.content());
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
