package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import java.util.List;

/**
 * Vectors of texts.
 *
 * @param vectors vector {@code i} belongs to text {@code i}; all have the same length
 * @param usage tokens read
 */
public record EmbeddingAnswer(List<float[]> vectors, TokenUsage usage) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public EmbeddingAnswer {
    requireNonNull(usage, "usage");
    vectors = List.copyOf(vectors);
  }
}
