package io.github.em4j.evaluation.slices;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the sides of a pair lack. A side lacks an attribute that it does not have and another record
 * of the same side of the split has: a source that never states a price does not lack prices.
 */
record MissingValues(Kind kind) implements Slicing {

  /** By what the slices are cut. */
  enum Kind {
    /** A slice for each attribute that some side lacks; a pair may be in several. */
    ATTRIBUTES("missing-attributes"),
    /** By how many values both sides lack together. */
    COUNT("missing-values");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  private static final String NONE = "no value missing";
  private static final int MANY = 3;

  @Override
  public String name() {
    return kind.id();
  }

  @Override
  public boolean isPartition() {
    return kind == Kind.COUNT;
  }

  @Override
  public List<Slice> cut(DatasetSplit split) {
    Set<String> left = schema(split, CandidatePair::left);
    Set<String> right = schema(split, CandidatePair::right);
    var attributes = new LinkedHashSet<>(left);
    attributes.addAll(right);
    var cut =
        kind == Kind.COUNT
            ? new Cut(NONE, "1 value missing", "2 values missing", MANY + " or more values missing")
            : new Cut(NONE);
    for (String attribute : attributes) {
      if (kind == Kind.ATTRIBUTES) {
        addAttribute(attribute, left, right, split, cut);
      }
    }
    for (int row = 0; row < split.size(); row++) {
      CandidatePair pair = split.pairs().get(row).pair();
      int missing = 0;
      for (String attribute : attributes) {
        missing += missing(attribute, left, right, pair);
      }
      if (kind == Kind.COUNT) {
        cut.add(countName(missing), row);
      } else if (missing == 0) {
        cut.add(NONE, row);
      }
    }
    return cut.slices();
  }

  private static void addAttribute(
      String attribute, Set<String> left, Set<String> right, DatasetSplit split, Cut cut) {
    for (int count = 1; count <= 2; count++) {
      for (int row = 0; row < split.size(); row++) {
        if (missing(attribute, left, right, split.pairs().get(row).pair()) == count) {
          cut.add(attribute + " missing on " + (count == 1 ? "one side" : "both sides"), row);
        }
      }
    }
  }

  private static String countName(int missing) {
    return switch (missing) {
      case 0 -> NONE;
      case 1 -> "1 value missing";
      case 2 -> "2 values missing";
      default -> MANY + " or more values missing";
    };
  }

  /** On how many sides of a pair an attribute is missing. */
  private static int missing(
      String attribute, Set<String> left, Set<String> right, CandidatePair pair) {
    return (left.contains(attribute) && pair.left().attribute(attribute).isEmpty() ? 1 : 0)
        + (right.contains(attribute) && pair.right().attribute(attribute).isEmpty() ? 1 : 0);
  }

  /** The attributes that one side has in some pair. */
  private static Set<String> schema(
      DatasetSplit split, Function<CandidatePair, EntityDescription> side) {
    var names = new LinkedHashSet<String>();
    for (LabeledPair pair : split.pairs()) {
      names.addAll(side.apply(pair.pair()).attributes().keySet());
    }
    return names;
  }
}
