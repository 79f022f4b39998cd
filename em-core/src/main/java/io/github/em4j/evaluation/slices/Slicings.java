package io.github.em4j.evaluation.slices;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The usual slicings, and those that a name stands for. */
public final class Slicings {
  private static final int DEFAULT_BINS = 4;
  private static final int DEFAULT_TOP = 8;

  private Slicings() {}

  /**
   * The slicings that every data set has: corner cases, missing values by count and by attribute,
   * length, and unseen entities where a training split is given.
   *
   * @param training the pairs that the matcher learned from
   * @return in the order in which reports show them
   */
  public static List<Slicing> standard(Optional<DatasetSplit> training) {
    var all = new ArrayList<Slicing>(List.of(cornerCases()));
    training.ifPresent(split -> all.add(unseenEntities(split)));
    all.addAll(List.of(missingValues(), missingAttributes(), lengths(DEFAULT_BINS)));
    return List.copyOf(all);
  }

  /**
   * The slicing that a name stands for: {@code corner-cases}, {@code unseen-entities}, {@code
   * missing-values}, {@code missing-attributes}, {@code length:BINS} (4 bins without a number), and
   * {@code attribute:NAME:TOP} (the 8 most frequent values without a number).
   *
   * @param name one of these
   * @param training the pairs that the matcher learned from, which {@code unseen-entities} needs
   * @return the slicing, which {@linkplain Slicing#name has} that name, its parameters spelled out
   * @throws IllegalArgumentException if the name or a parameter is none of these, or the training
   *     split is missing
   */
  public static Slicing named(String name, Optional<DatasetSplit> training) {
    String[] parts = name.split(":", -1);
    boolean plain = parts.length == 1;
    if (plain && parts[0].equals(CornerCases.NAME)) {
      return cornerCases();
    }
    if (plain && parts[0].equals(UnseenEntities.NAME)) {
      return unseenEntities(
          training.orElseThrow(
              () -> new IllegalArgumentException("slicing '" + name + "' needs a training split")));
    }
    if (plain && parts[0].equals(MissingValues.Kind.COUNT.id())) {
      return missingValues();
    }
    if (plain && parts[0].equals(MissingValues.Kind.ATTRIBUTES.id())) {
      return missingAttributes();
    }
    if (parts[0].equals(Lengths.NAME) && parts.length <= 2) {
      return lengths(plain ? DEFAULT_BINS : number(name, parts[1]));
    }
    if (parts[0].equals(AttributeValues.NAME) && (parts.length == 2 || parts.length == 3)) {
      return attribute(parts[1], parts.length == 2 ? DEFAULT_TOP : number(name, parts[2]));
    }
    throw new IllegalArgumentException(
        "unknown slicing '"
            + name
            + "', allowed are corner-cases, unseen-entities, missing-values, missing-attributes,"
            + " length:BINS, attribute:NAME:TOP");
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "slicing '" + name + "' needs a whole number of at least 1, found '" + text + "'", e);
    }
  }

  /**
   * Hard negatives and other non-matches by {@link io.github.em4j.PairAnnotations#hardNegative}. As
   * neither holds a match, each is shown once by itself, with accuracy and false positive rate, and
   * once together with all matches, with F1; where there is none of them, both are empty.
   * Non-matches of which nothing is known have a slice of their own.
   *
   * @return the slicing, no partition
   */
  public static Slicing cornerCases() {
    return new CornerCases();
  }

  /**
   * By how many sides of a pair describe an entity that is described in training: neither, one, or
   * both. An entity is known by its key; where a pair or the whole training split has no keys, a
   * side counts as seen if a training record has exactly the same attributes.
   *
   * @param training the pairs that the matcher learned from
   * @return the slicing, a partition
   */
  public static Slicing unseenEntities(DatasetSplit training) {
    return new UnseenEntities(training);
  }

  /**
   * By how many values both sides lack together: none, one, two, or more. A side lacks an attribute
   * that it does not have and another record of the same side of the split has.
   *
   * @return the slicing, a partition
   */
  public static Slicing missingValues() {
    return new MissingValues(MissingValues.Kind.COUNT);
  }

  /**
   * For each attribute the pairs of which one side lacks it, and those of which both do; and the
   * pairs that lack nothing.
   *
   * @return the slicing, no partition
   */
  public static Slicing missingAttributes() {
    return new MissingValues(MissingValues.Kind.ATTRIBUTES);
  }

  /**
   * By the number of words of both sides, in bins of about equally many pairs. Pairs of equal
   * length stay together, so there may be fewer bins than asked for.
   *
   * @param bins how many bins at most, at least 1
   * @return the slicing, a partition
   * @throws IllegalArgumentException if the number is smaller than 1
   */
  public static Slicing lengths(int bins) {
    return new Lengths(bins);
  }

  /**
   * By the value of an attribute such as a category, white space at the ends and case left aside:
   * that of the left side, or of the right side where the left one has none.
   *
   * @param attribute its name, not blank
   * @param top how many of the most frequent values have a slice of their own, at least 1
   * @return the slicing, a partition
   * @throws IllegalArgumentException if the name is blank or the number smaller than 1
   */
  public static Slicing attribute(String attribute, int top) {
    return new AttributeValues(attribute, top);
  }

  /**
   * The pairs with a property, and the others.
   *
   * @param name what the slicing and the slice of the pairs with the property are called; not blank
   * @param property whether a pair has it; called by many threads perhaps
   * @return the slicing, a partition
   * @throws IllegalArgumentException if the name is blank
   */
  public static Slicing where(String name, Predicate<? super LabeledPair> property) {
    requireNonNull(property, "property");
    String others = "not " + name;
    return new CustomSlicing(
        name, List.of(name, others), pair -> property.test(pair) ? name : others);
  }

  /**
   * A slice for each value of a function, in the order in which they occur.
   *
   * @param name what the slicing is called; not blank
   * @param sliceOf the name of a pair's slice, not blank; called by many threads perhaps
   * @return the slicing, a partition
   * @throws IllegalArgumentException if the name is blank
   */
  public static Slicing by(String name, Function<? super LabeledPair, String> sliceOf) {
    return new CustomSlicing(name, List.of(), sliceOf);
  }
}
