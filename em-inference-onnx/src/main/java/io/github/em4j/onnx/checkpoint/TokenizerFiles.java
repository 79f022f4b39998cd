package io.github.em4j.onnx.checkpoint;

/** The files of a tokenizer in a checkpoint folder. */
final class TokenizerFiles {
  static final String TOKENIZER = "tokenizer.json";
  static final String CONFIG = "tokenizer_config.json";
  static final String CHAT_TEMPLATE = "chat_template.jinja";

  private TokenizerFiles() {}
}
