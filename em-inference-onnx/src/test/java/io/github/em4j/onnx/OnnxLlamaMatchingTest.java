package io.github.em4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatcher;
import io.github.em4j.Provenance;
import io.github.em4j.prompts.PromptTemplates;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.testing.EntityMatcherContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Matching by the probabilities of Yes and No. */
final class OnnxLlamaMatchingTest extends EntityMatcherContract {
  private static OnnxLlama model;

  @BeforeAll
  static void open() {
    model = OnnxLlama.builder(TinyCheckpoint.FOLDER).threads(1).build();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Override
  protected EntityMatcher createMatcher() {
    return PromptedMatcher.builder(model)
        .template(PromptTemplates.domainComplexForce("product"))
        .build();
  }

  /** Sums in another order in a batch of another shape. */
  @Override
  protected double probabilityTolerance() {
    return 1e-4;
  }

  @Test
  void aDecisionNamesItsModel() {
    var left = new EntityDescription("1", Map.of("title", "printer x100"));
    var right = new EntityDescription("2", Map.of("title", "laser printer x100"));
    try (EntityMatcher matcher = createMatcher()) {
      assertThat(matcher.match(new CandidatePair(left, right)).provenance().fact(Provenance.MODEL))
          .hasValueSatisfying(model -> assertThat(model).startsWith("onnx:tiny/FP32@"));
    }
  }
}
