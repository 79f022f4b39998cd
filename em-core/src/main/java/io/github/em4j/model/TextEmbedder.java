package io.github.em4j.model;

import java.util.List;

/** Maps texts to vectors so that texts of like meaning lie close together. */
public interface TextEmbedder extends Model {

  /**
   * Embeds a list of texts.
   *
   * @param texts the texts; may be empty
   * @return vector {@code i} belongs to text {@code i}; all have the same length
   * @throws io.github.em4j.EntityMatchingException if the texts could not be embedded
   * @throws IllegalStateException if the model is closed
   */
  List<float[]> embed(List<String> texts);

  /**
   * All that the vectors depend on: beside the model, for example, their length, where that can be
   * chosen. Who keeps vectors keeps them under this name.
   *
   * @return equal for two embedders whose vectors may stand for each other's; by default the {@link
   *     #id} in writing
   */
  default String embeddingId() {
    return id().toString();
  }
}
