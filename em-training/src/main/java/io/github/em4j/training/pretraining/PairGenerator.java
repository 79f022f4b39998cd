package io.github.em4j.training.pretraining;

import static java.util.Objects.requireNonNull;

import io.github.em4j.training.pretraining.PretrainingCorpus.Source;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Makes candidate pairs with labels from records without labels, as many as are asked for.
 *
 * <ul>
 *   <li>A match is a record twice, each time as another source might write it.
 *   <li>A non-match is a record beside a copy that was made another entity's (another model number,
 *       capacity, colour, edition, an accessory; the same title in another venue years later),
 *       beside a record of its source with similar words, or beside any record of its source.
 *       Records that may describe the same entity are not taken.
 * </ul>
 *
 * <p>The same random numbers give the same pairs. Immutable and safe for use by many threads, each
 * with its own source of random numbers.
 */
public final class PairGenerator {
  private final PairMix mix;
  private final DomainPairs products;
  private final DomainPairs publications;
  private final double productShare;

  /**
   * A generator over a corpus; finds the neighbours of all records, which takes a second or two.
   *
   * @param corpus the records
   * @param mix in which shares pairs are made
   */
  public PairGenerator(PretrainingCorpus corpus, PairMix mix) {
    this.mix = requireNonNull(mix, "mix");
    List<Source> offers = sources(corpus, Domain.PRODUCT);
    List<Source> references = sources(corpus, Domain.PUBLICATION);
    this.products = new ProductPairs(offers, mix);
    this.publications = new PublicationPairs(references, mix);
    this.productShare = references.isEmpty() ? 1 : offers.isEmpty() ? 0 : mix.products();
  }

  private static List<Source> sources(PretrainingCorpus corpus, Domain domain) {
    return corpus.sources().stream().filter(source -> source.domain() == domain).toList();
  }

  /**
   * Makes a pair.
   *
   * @param random decides everything
   * @return a pair
   */
  public PretrainingPair next(SplittableRandom random) {
    boolean match = random.nextDouble() < mix.matches();
    DomainPairs domain = random.nextDouble() < productShare ? products : publications;
    return match ? domain.match(random) : domain.nonMatch(random);
  }

  /**
   * Pairs without end.
   *
   * @param seed the same seed gives the same pairs
   * @return a sequential stream
   */
  public Stream<PretrainingPair> pairs(long seed) {
    var random = new SplittableRandom(seed);
    return Stream.generate(() -> next(random));
  }
}
