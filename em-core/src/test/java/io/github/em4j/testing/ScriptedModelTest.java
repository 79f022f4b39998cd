package io.github.em4j.testing;

import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.model.LanguageModel;
import org.junit.jupiter.api.Nested;

/** The scripted model keeps the contracts that the real ones keep. */
final class ScriptedModelTest {

  private static ScriptedModel model() {
    return new ScriptedModel(
        question -> "Yes, " + question, question -> (question.hashCode() & 0xFF) / 255.0);
  }

  @Nested
  final class AsLanguageModelTest extends LanguageModelContract {
    @Override
    protected LanguageModel createModel() {
      return model();
    }
  }

  @Nested
  final class AsChoiceScorerTest extends ChoiceScorerContract {
    @Override
    protected ChoiceScorer createScorer() {
      return model();
    }
  }
}
