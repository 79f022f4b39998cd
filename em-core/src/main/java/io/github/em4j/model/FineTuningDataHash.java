package io.github.em4j.model;

import io.github.em4j.internal.FieldDigest;

/** Digests data for fine-tuning. */
final class FineTuningDataHash {
  private FineTuningDataHash() {}

  static String of(FineTuningData data) {
    var hash = new FieldDigest();
    hash.add(data.examples().size());
    for (FineTuningExample example : data.examples()) {
      add(example.prompt(), hash);
      hash.add(example.completion());
    }
    hash.add(data.validation().size());
    for (ValidationQuestion question : data.validation()) {
      add(question.prompt(), hash);
      hash.add(question.choices().size());
      question.choices().forEach(hash::add);
      hash.add(question.rightChoice());
    }
    return hash.finish();
  }

  private static void add(Prompt prompt, FieldDigest hash) {
    hash.add(prompt.messages().size());
    for (Message message : prompt.messages()) {
      hash.add(message.role().name());
      hash.add(message.content());
    }
  }
}
