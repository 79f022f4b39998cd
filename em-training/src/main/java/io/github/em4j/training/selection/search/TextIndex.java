package io.github.em4j.training.selection.search;

import java.util.List;

/**
 * A list of texts of which it finds the nearest of another text. {@link TermIndex} compares words
 * and needs no model; {@link EmbeddingIndex} compares vectors of a model.
 *
 * <p>Implementations are safe for use by many threads. Equally near texts come in the order of the
 * list.
 */
public interface TextIndex {

  /**
   * How many texts there are.
   *
   * @return at least 0
   */
  int size();

  /**
   * The nearest texts of several.
   *
   * @param texts the texts to find neighbours of; may be empty
   * @param k how many to find for each, at least 1
   * @param filter which of the list count; {@code query} is the place among {@code texts}
   * @return list {@code i} belongs to text {@code i}: nearest first; all that count where there are
   *     fewer than {@code k}
   * @throws IllegalArgumentException if {@code k} is smaller than 1
   * @throws io.github.em4j.EntityMatchingException if a model does not answer
   */
  List<List<Neighbour>> nearest(List<String> texts, int k, NeighbourFilter filter);

  /**
   * How near two texts of the list are.
   *
   * @param one the place of a text, from 0 on
   * @param other the place of a text
   * @return the same for both orders
   * @throws IndexOutOfBoundsException if there is no such text
   */
  double similarity(int one, int other);

  /**
   * How near all texts of the list are to one of them. May differ from {@link #similarity} as
   * single precision does from double precision.
   *
   * @param index the place of the text
   * @return one number for each text, in their order
   * @throws IndexOutOfBoundsException if there is no such text
   */
  double[] similaritiesTo(int index);

  /**
   * How texts are compared, in a few words. Goes into provenance.
   *
   * @return for example {@code TF-IDF}
   */
  String description();
}
