package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.TextEmbedder;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * Finds texts by the cosine of their vectors. The embedder stays open and belongs to the caller; it
 * is asked once for all texts of the list, in batches, and again for each text that neighbours are
 * wanted of. {@link CachedEmbedder} remembers vectors between runs.
 */
public final class EmbeddingIndex implements TextIndex {
  /** Texts of one call of the embedder. */
  private static final int BATCH = 256;

  private final TextEmbedder embedder;
  private final VectorIndex vectors;

  private EmbeddingIndex(TextEmbedder embedder, VectorIndex vectors) {
    this.embedder = embedder;
    this.vectors = vectors;
  }

  /**
   * Embeds texts.
   *
   * @param texts the list to search, at least one
   * @param embedder gives the vectors; not closed
   * @param threads how many search, at least 1
   * @return the index
   * @throws IllegalArgumentException if there is no text or no thread
   * @throws EntityMatchingException if the embedder fails or gives vectors of different lengths
   */
  public static EmbeddingIndex of(List<String> texts, TextEmbedder embedder, int threads) {
    requireNonNull(embedder, "embedder");
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("at least one text is needed, found none");
    }
    VectorIndex.Builder builder = null;
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + BATCH));
      for (float[] vector : embed(embedder, some)) {
        if (builder == null) {
          builder = VectorIndex.builder(vector.length, Similarity.COSINE).threads(threads);
        }
        try {
          builder.add(vector);
        } catch (IllegalArgumentException e) {
          throw unusable(embedder, e);
        }
      }
    }
    return new EmbeddingIndex(embedder, requireNonNull(builder).build());
  }

  @Override
  public int size() {
    return vectors.size();
  }

  @Override
  public List<List<Neighbour>> nearest(List<String> texts, int k, NeighbourFilter filter) {
    List<String> different = List.copyOf(new LinkedHashSet<>(texts));
    List<float[]> embedded = embed(embedder, different);
    var vectorOf = new HashMap<String, float[]>();
    for (int i = 0; i < different.size(); i++) {
      vectorOf.put(different.get(i), requireDimensions(embedded.get(i)));
    }
    List<float[]> queries = texts.stream().map(vectorOf::get).toList();
    return vectors.nearest(queries, k, filter);
  }

  @Override
  public double similarity(int one, int other) {
    return vectors.similarity(one, other);
  }

  @Override
  public double[] similaritiesTo(int index) {
    var near = new double[size()];
    vectors.similaritiesTo(Objects.checkIndex(index, size()), near);
    return near;
  }

  /** The model and how its vectors are compared. */
  @Override
  public String description() {
    return "cosine of " + embedder.id();
  }

  private float[] requireDimensions(float[] vector) {
    if (vector.length != vectors.dimensions()) {
      throw unusable(
          embedder,
          new IllegalArgumentException(
              "found %d numbers, the others have %d"
                  .formatted(vector.length, vectors.dimensions())));
    }
    return vector;
  }

  private static List<float[]> embed(TextEmbedder embedder, List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<float[]> vectors = embedder.embed(texts);
    if (vectors.size() != texts.size()) {
      throw new EntityMatchingException(
          "embedder %s must give a vector for each of %d texts, found %d"
              .formatted(embedder.id(), texts.size(), vectors.size()));
    }
    return vectors;
  }

  private static EntityMatchingException unusable(TextEmbedder embedder, RuntimeException why) {
    return new EntityMatchingException(
        "vectors of embedder " + embedder.id() + " cannot be used: " + why.getMessage(), why);
  }
}
