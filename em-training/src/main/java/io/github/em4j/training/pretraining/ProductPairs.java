package io.github.em4j.training.pretraining;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.training.pretraining.Corruption.Chance;
import io.github.em4j.training.pretraining.SharedModelNumbers.Twins;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Pairs of offers of products. */
final class ProductPairs implements DomainPairs {
  private static final int MOST_WORDS = 40;
  private static final long NAMES_SEED = 20_240_911;

  /** What may happen to a title, in this order, with the chance at strength 1. */
  static final List<Chance> CORRUPTIONS =
      List.of(
          new Chance(WordCorruption.TRUNCATE, 0.15),
          new Chance(WordCorruption.DROP_WORDS, 0.75),
          new Chance(WordCorruption.STRIP_PUNCTUATION, 0.5),
          new Chance(ProductSpelling.SYNONYM, 0.25),
          new Chance(ProductSpelling.UNIT_SPACING, 0.4),
          new Chance(ProductSpelling.SHORTEN_MODEL, 0.08),
          new Chance(ProductSpelling.EXTEND_MODEL, 0.08),
          new Chance(ProductSpelling.RESPELL_MODEL, 0.3),
          new Chance(ProductSpelling.REPEAT_MODEL, 0.15),
          new Chance(ProductSpelling.ABBREVIATE, 0.12),
          new Chance(WordCorruption.TYPO, 0.12),
          new Chance(WordCorruption.JOIN_WORDS, 0.2),
          new Chance(WordCorruption.SPLIT_WORDS, 0.25),
          new Chance(ProductSpelling.NOISE_WORDS, 0.45),
          new Chance(ProductSpelling.SHOP_NUMBER, 0.06),
          new Chance(WordCorruption.MOVE_WORD, 0.4),
          new Chance(WordCorruption.ROTATE, 0.12),
          new Chance(WordCorruption.SHUFFLE, 0.05),
          new Chance(WordCorruption.CASE, 0.3));

  private static final ProductEdit[] EDITS = ProductEdit.values();
  private static final double[] EDIT_WEIGHTS = editWeights();

  private final List<ProductSource> sources = new ArrayList<>();
  private final double[] sourceWeights;
  private final ProductNames names = new ProductNames(NAMES_SEED);
  private final Vocabulary inventedWords;
  private final PairMix mix;

  /** A title to start from, and the source and record it comes from; no source if invented. */
  private record Start(Words words, int source, int record) {
    boolean isInvented() {
      return source < 0;
    }
  }

  ProductPairs(List<PretrainingCorpus.Source> sources, PairMix mix) {
    this.mix = mix;
    this.sourceWeights = new double[Math.max(1, sources.size())];
    double sum = 0;
    for (PretrainingCorpus.Source source : sources) {
      this.sources.add(new ProductSource(source));
      sum += Math.sqrt(source.records().size());
      sourceWeights[this.sources.size() - 1] = sum;
    }
    var random = new SplittableRandom(NAMES_SEED);
    this.inventedWords =
        new Vocabulary(Stream.generate(() -> names.invent(random)).limit(4000).toList());
  }

  private static double[] editWeights() {
    var weights = new double[EDITS.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += EDITS[i].weight();
      weights[i] = sum;
    }
    return weights;
  }

  @Override
  public PretrainingPair match(SplittableRandom random) {
    Start start = start(random);
    if (!start.isInvented()
        && sources.get(start.source()).twins().size() > 0
        && random.nextDouble() < mix.sameModelNumber()) {
      return twins(start.source(), random);
    }
    for (int tries = 0; ; tries++) {
      Words left = corrupted(start.words(), Draw.weak(random), random);
      Words right = corrupted(start.words(), Draw.strong(random), random);
      if (tries == 8 || haveEnoughInCommon(left, right)) {
        return pair(left, start, right, start, MatchLabel.MATCH, PairOrigin.CORRUPTED, "", random);
      }
    }
  }

  /** Two offers of one product, often without the model number that gave them away. */
  private PretrainingPair twins(int source, SplittableRandom random) {
    ProductSource offers = sources.get(source);
    for (int tries = 0; ; tries++) {
      Twins twins = offers.twins().draw(random);
      var left = new Start(Words.of(offers.title(twins.left()), MOST_WORDS), source, twins.left());
      var right =
          new Start(Words.of(offers.title(twins.right()), MOST_WORDS), source, twins.right());
      if (random.nextInt(3) == 0) {
        remove(twins.modelNumber(), random.nextBoolean() ? left.words() : right.words());
      }
      Words first = corrupted(left.words(), Draw.weak(random), random);
      Words second = corrupted(right.words(), Draw.weak(random), random);
      if (tries == 8 || haveEnoughInCommon(first, second)) {
        return pair(
            first, left, second, right, MatchLabel.MATCH, PairOrigin.SAME_MODEL_NUMBER, "", random);
      }
    }
  }

  private static void remove(String modelNumber, Words words) {
    for (int i = words.size() - 1; i >= 0; i--) {
      if (words.size() > 2 && NeighbourIndex.words(words.get(i)).contains(modelNumber)) {
        words.remove(i);
      }
    }
  }

  @Override
  public PretrainingPair nonMatch(SplittableRandom random) {
    Start start = start(random);
    double kind = random.nextDouble();
    if (start.isInvented() ? kind < 0.9 : kind < mix.edited()) {
      return edited(start, random);
    }
    if (start.isInvented()) {
      return other(start, invented(random), PairOrigin.RANDOM, random);
    }
    ProductSource source = sources.get(start.source());
    boolean near = kind < mix.edited() + mix.neighbours();
    for (int tries = 0; tries < 6; tries++) {
      int record =
          near ? source.neighbour(start.record(), random) : source.other(start.record(), random);
      if (record >= 0) {
        var second = new Start(Words.of(source.title(record), MOST_WORDS), start.source(), record);
        if (near && random.nextInt(3) > 0) {
          fixNumbers(start.words());
          fixNumbers(second.words());
        }
        return other(start, second, near ? PairOrigin.NEIGHBOUR : PairOrigin.RANDOM, random);
      }
      start = start(start.source(), random);
    }
    return edited(start, random);
  }

  private PretrainingPair other(
      Start left, Start right, PairOrigin origin, SplittableRandom random) {
    return pair(
        corrupted(left.words(), Draw.weak(random), random),
        left,
        corrupted(right.words(), Draw.strong(random), random),
        right,
        MatchLabel.NON_MATCH,
        origin,
        "",
        random);
  }

  private PretrainingPair edited(Start start, SplittableRandom random) {
    Vocabulary vocabulary =
        start.isInvented() ? inventedWords : sources.get(start.source()).vocabulary();
    for (int tries = 0; tries < 20; tries++) {
      ProductEdit edit = EDITS[Draw.weighted(EDIT_WEIGHTS, random)];
      Words words = start.words().copy();
      Words other = start.words().copy();
      if (edit.apply(words, other, vocabulary, random)) {
        return pair(
            corrupted(words, Draw.weak(random), random),
            start,
            corrupted(other, Draw.strong(random), random),
            start,
            MatchLabel.NON_MATCH,
            PairOrigin.EDITED,
            edit.name(),
            random);
      }
    }
    return other(start, invented(random), PairOrigin.RANDOM, random);
  }

  /** Often all that tells two models of one line apart. */
  private static void fixNumbers(Words words) {
    for (int i = 0; i < words.size(); i++) {
      if (WordShape.hasDigit(words.get(i))) {
        words.fix(i);
      }
    }
  }

  private Start start(SplittableRandom random) {
    return sources.isEmpty() || random.nextDouble() < mix.invented()
        ? invented(random)
        : start(Draw.weighted(sourceWeights, random), random);
  }

  private Start start(int source, SplittableRandom random) {
    for (int tries = 0; ; tries++) {
      int record = random.nextInt(sources.get(source).size());
      Words words = Words.of(sources.get(source).title(record), MOST_WORDS);
      if (words.size() > 1 || tries == 20) {
        return new Start(words, source, record);
      }
    }
  }

  /** A description to borrow words from: mostly one of a similar product. */
  private Words foreign(Start start, SplittableRandom random) {
    if (start.isInvented()) {
      return invented(random).words();
    }
    ProductSource source = sources.get(start.source());
    int near = random.nextInt(4) > 0 ? source.neighbour(start.record(), random) : -1;
    return Words.of(source.title(near >= 0 ? near : random.nextInt(source.size())), MOST_WORDS);
  }

  private Start invented(SplittableRandom random) {
    return new Start(Words.of(names.invent(random), MOST_WORDS), -1, -1);
  }

  static Words corrupted(Words words, double strength, SplittableRandom random) {
    Words corrupted = words.copy();
    for (Chance chance : CORRUPTIONS) {
      chance.mayApply(corrupted, random, strength);
    }
    return corrupted;
  }

  /** Nobody could tell that two descriptions are of one product if they share next to nothing. */
  private static boolean haveEnoughInCommon(Words left, Words right) {
    Set<String> leftWords = canonical(left);
    Set<String> rightWords = canonical(right);
    int smaller = Math.min(leftWords.size(), rightWords.size());
    leftWords.retainAll(rightWords);
    return leftWords.size() >= Math.min(2, smaller) && leftWords.size() >= 0.4 * smaller;
  }

  private static Set<String> canonical(Words words) {
    var canonical = new HashSet<String>();
    for (int i = 0; i < words.size(); i++) {
      String word = WordShape.canonical(words.get(i));
      if (!word.isEmpty()) {
        canonical.add(word);
      }
    }
    return canonical;
  }

  private PretrainingPair pair(
      Words left,
      Start leftStart,
      Words right,
      Start rightStart,
      MatchLabel label,
      PairOrigin origin,
      String edit,
      SplittableRandom random) {
    if (random.nextDouble() < mix.otherWords()) {
      boolean both = random.nextInt(4) == 0;
      OtherWords.apply(right, left, label.isMatch(), foreign(rightStart, random), random);
      if (both) {
        OtherWords.apply(left, right, label.isMatch(), foreign(leftStart, random), random);
      }
    }
    EntityDescription first = describe(left, leftStart, random);
    EntityDescription second = describe(right, rightStart, random);
    var pair =
        random.nextBoolean() ? new CandidatePair(first, second) : new CandidatePair(second, first);
    return new PretrainingPair(
        new LabeledPair(pair, label), Domain.PRODUCT, origin, leftStart.isInvented(), edit);
  }

  /**
   * The title, and brand and price as far as the source has them: sometimes missing, or another.
   */
  private EntityDescription describe(Words words, Start start, SplittableRandom random) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("title", words.toString());
    if (start.isInvented()) {
      if (random.nextInt(3) == 0) {
        attributes.put("price", price(5 + 400 * random.nextDouble()));
      }
      return new EntityDescription("", attributes);
    }
    EntityDescription record = sources.get(start.source()).record(start.record());
    if (random.nextInt(3) > 0) {
      attributes.put("brand", record.attribute("brand").orElse(""));
    }
    String price = record.attribute("price").orElse("");
    boolean number = !price.isEmpty() && WordShape.endOfNumber(price) == price.length();
    if (number && price.length() < 9 && price.indexOf(',') < 0 && random.nextInt(3) > 0) {
      double factor = random.nextBoolean() ? 1 : 0.8 + 0.4 * random.nextDouble();
      attributes.put("price", price(factor * Double.parseDouble(price)));
    }
    return new EntityDescription("", attributes);
  }

  private static String price(double amount) {
    long cents = Math.round(100 * amount);
    return cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100;
  }
}
