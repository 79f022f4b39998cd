package io.github.em4j.training.selection.search;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.ModelId;
import io.github.em4j.model.TextEmbedder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An embedder that asks another one only for texts that it has not seen, in this run or in an
 * earlier one: it keeps vectors in a file, by {@link TextEmbedder#embeddingId} and by the hash of
 * the text. The texts themselves are not written.
 *
 * <pre>{@code
 * try (TextEmbedder embedder = CachedEmbedder.of(model, Path.of("cache"))) {
 *   PairSearch search = PairSearch.over(pool).embedder(embedder).build();
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads; one file is used by one process at a time. What a process that
 * was killed left unfinished is dropped. Closing it closes the embedder as well.
 */
public final class CachedEmbedder implements TextEmbedder {
  private final TextEmbedder embedder;
  private final VectorFile file;

  private CachedEmbedder(TextEmbedder embedder, VectorFile file) {
    this.embedder = embedder;
    this.file = file;
  }

  /**
   * Opens the file of the embedder's vectors, or begins it.
   *
   * @param embedder is asked for what is new; belongs to the result
   * @param folder where files of vectors lie, one for each {@link #embeddingId}; made where it is
   *     missing
   * @return the embedder, to be closed by the caller
   * @throws EntityMatchingException if the file cannot be used, is no file of vectors, or another
   *     process uses it
   */
  public static CachedEmbedder of(TextEmbedder embedder, Path folder) {
    requireNonNull(embedder, "embedder");
    String model = embedder.embeddingId();
    String name = new TextHash().add(model).hex().substring(0, 16) + ".vectors";
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new EntityMatchingException("folder " + folder + " cannot be made: " + e, e);
    }
    return new CachedEmbedder(embedder, VectorFile.open(folder.resolve(name), model));
  }

  @Override
  public ModelId id() {
    return embedder.id();
  }

  @Override
  public String embeddingId() {
    return embedder.embeddingId();
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    var keys = new ArrayList<ByteBuffer>();
    var unseen = new LinkedHashSet<String>();
    var hash = new TextHash();
    for (String text : texts) {
      ByteBuffer key = ByteBuffer.wrap(hash.add(text).bytes());
      keys.add(key);
      if (!file.holds(key)) {
        unseen.add(text);
      }
    }
    if (!unseen.isEmpty()) {
      List<String> asked = List.copyOf(unseen);
      List<float[]> vectors = embedder.embed(asked);
      if (vectors.size() != asked.size()) {
        throw new EntityMatchingException(
            "embedder %s must give a vector for each of %d texts, found %d"
                .formatted(id(), asked.size(), vectors.size()));
      }
      for (int i = 0; i < asked.size(); i++) {
        file.add(ByteBuffer.wrap(hash.add(asked.get(i)).bytes()), vectors.get(i));
      }
    }
    return keys.stream().map(file::get).toList();
  }

  /** Closes the file and the embedder. */
  @Override
  public void close() {
    try {
      file.close();
    } finally {
      embedder.close();
    }
  }
}
