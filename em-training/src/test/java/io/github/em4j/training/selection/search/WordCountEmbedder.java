package io.github.em4j.training.selection.search;

import io.github.em4j.model.ModelId;
import io.github.em4j.model.TextEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A model that counts words by their hash, and how often it is asked. */
final class WordCountEmbedder implements TextEmbedder {
  private static final int DIMENSIONS = 64;

  /** The texts of each call. */
  final List<List<String>> calls = new ArrayList<>();

  boolean closed;

  @Override
  public ModelId id() {
    return new ModelId("test", "word-count");
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    calls.add(List.copyOf(texts));
    return texts.stream().map(WordCountEmbedder::embed).toList();
  }

  static float[] embed(String text) {
    var vector = new float[DIMENSIONS];
    for (String word : text.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      vector[Math.floorMod(word.hashCode(), DIMENSIONS)]++;
    }
    return vector;
  }

  @Override
  public void close() {
    closed = true;
  }
}
