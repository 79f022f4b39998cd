package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;

/**
 * Texts to embed.
 *
 * @param model the model's name on the server; on Azure, the deployment's; not blank
 * @param texts 1 to 2,048 texts
 * @param dimensions how long the vectors shall be, where the model lets one choose
 */
public record EmbeddingRequest(String model, List<String> texts, OptionalInt dimensions) {

  /** The most texts of one request that the protocol allows. */
  public static final int MOST_TEXTS = 2_048;

  /**
   * Copies the texts and checks them.
   *
   * @throws IllegalArgumentException if the model is blank, or there are too many texts or none, or
   *     the dimensions are not positive
   */
  public EmbeddingRequest {
    requireNonNull(dimensions, "dimensions");
    texts = List.copyOf(texts);
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
    if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
      throw new IllegalArgumentException(
          "a request embeds 1 to %d texts, found %d".formatted(MOST_TEXTS, texts.size()));
    }
    if (dimensions.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "dimensions must be at least 1, found " + dimensions.getAsInt());
    }
  }

  /** The model and the number of texts; the texts may be confidential. */
  @Override
  public String toString() {
    return "EmbeddingRequest[model=" + model + ", texts=" + texts.size() + "]";
  }
}
