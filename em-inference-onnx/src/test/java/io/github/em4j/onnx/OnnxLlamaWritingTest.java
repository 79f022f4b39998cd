package io.github.em4j.onnx;

import io.github.em4j.model.LanguageModel;
import io.github.em4j.testing.LanguageModelContract;

final class OnnxLlamaWritingTest extends LanguageModelContract {

  @Override
  protected LanguageModel createModel() {
    return OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(2).build();
  }
}
