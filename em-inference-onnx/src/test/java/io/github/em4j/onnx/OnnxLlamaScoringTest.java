package io.github.em4j.onnx;

import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.testing.ChoiceScorerContract;

final class OnnxLlamaScoringTest extends ChoiceScorerContract {

  @Override
  protected ChoiceScorer createScorer() {
    return OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(2).build();
  }

  @Override
  protected double tolerance() {
    return 1e-4;
  }
}
