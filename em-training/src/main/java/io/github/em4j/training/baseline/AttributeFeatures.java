package io.github.em4j.training.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The features of one role: which it has and how they come from the values of the two sides.
 *
 * @param role what the attribute is for, see {@link AttributeRoles}
 * @param kind how its values are compared
 * @param weights token weights over its values; {@link TokenWeights#NONE} for numbers
 * @param expected whether nearly every training pair has it on a side at least
 */
record AttributeFeatures(String role, Kind kind, TokenWeights weights, boolean expected) {

  /** How the values of an attribute are compared. */
  enum Kind {
    /** As texts. */
    TEXT,
    /** As numbers. */
    NUMBER
  }

  private static final List<String> TEXT_FEATURES =
      Stream.concat(
              TextComparison.NAMES.stream(), Stream.of("missing", "mentionedMax", "mentionedMin"))
          .toList();

  private static final List<String> NUMBER_FEATURES =
      List.of("similarity", "equal", "logDifference", "missing");

  /** With at most 30 digits before the point, so that its value is finite. */
  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,15}+(?:[, ]\\d{3}(?!\\d)){0,5}+(?:\\.\\d{1,9})?");

  /** Shorter values stand in another record by chance. */
  private static final int MIN_MENTION_CHARS = 3;

  List<String> names() {
    return kernels().stream().map(kernel -> role + "." + kernel).toList();
  }

  int count() {
    return kernels().size();
  }

  private List<String> kernels() {
    return kind == Kind.TEXT ? TEXT_FEATURES : NUMBER_FEATURES;
  }

  /**
   * Writes the features.
   *
   * @param a the value on one side, null where it is missing
   * @param b the value on the other side, null where it is missing
   */
  void compare(
      @Nullable AttributeValue a,
      @Nullable AttributeValue b,
      TextProfile recordA,
      TextProfile recordB,
      double[] features,
      int offset) {
    double missing = ((a == null ? 1 : 0) + (b == null ? 1 : 0)) / 2.0;
    if (kind == Kind.NUMBER) {
      compareNumbers(a, b, missing, new FeatureWriter(features, offset));
      return;
    }
    if (a == null || b == null) {
      TextComparison.missing(features, offset);
    } else {
      TextComparison.compare(a.text(), b.text(), features, offset);
    }
    var out = new FeatureWriter(features, offset + TextComparison.NAMES.size());
    out.put(missing);
    out.putMaxMin(mentioned(a, recordB), mentioned(b, recordA));
  }

  /** Whether one side's value stands anywhere in the other side's record. */
  private static double mentioned(@Nullable AttributeValue value, TextProfile record) {
    if (value == null || value.text().squeezed.length() < MIN_MENTION_CHARS) {
      return TextComparison.MISSING;
    }
    return record.squeezed.contains(value.text().squeezed) ? 1 : 0;
  }

  private static void compareNumbers(
      @Nullable AttributeValue a, @Nullable AttributeValue b, double missing, FeatureWriter out) {
    if (a == null || b == null || a.number().isEmpty() || b.number().isEmpty()) {
      out.put(TextComparison.MISSING);
      out.put(TextComparison.MISSING);
      out.put(TextComparison.MISSING);
      out.put(missing);
      return;
    }
    double x = a.number().getAsDouble();
    double y = b.number().getAsDouble();
    out.put(numberSimilarity(x, y));
    out.put(x == y ? 1 : 0);
    out.put(Math.log1p(Math.abs(x - y)));
    out.put(missing);
  }

  /** The smaller number over the larger, in [0, 1]; 1 for equal ones. Numbers are not negative. */
  static double numberSimilarity(double x, double y) {
    return x == y ? 1 : Math.min(x, y) / Math.max(x, y);
  }

  AttributeValue prepare(String value) {
    return new AttributeValue(
        TextProfile.of(value, weights),
        kind == Kind.NUMBER ? number(value) : OptionalDouble.empty());
  }

  /**
   * How alike two values are, in [0, 1]; empty where one of them is not the number it should be.
   */
  OptionalDouble similarity(AttributeValue a, AttributeValue b) {
    if (kind == Kind.TEXT) {
      return OptionalDouble.of(TextComparison.tfIdfCosine(a.text(), b.text()));
    }
    return a.number().isPresent() && b.number().isPresent()
        ? OptionalDouble.of(numberSimilarity(a.number().getAsDouble(), b.number().getAsDouble()))
        : OptionalDouble.empty();
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(role);
    out.writeBoolean(kind == Kind.NUMBER);
    out.writeBoolean(expected);
    weights.write(out);
  }

  static AttributeFeatures read(DataInput in) throws IOException {
    String role = in.readUTF();
    Kind kind = in.readBoolean() ? Kind.NUMBER : Kind.TEXT;
    boolean expected = in.readBoolean();
    return new AttributeFeatures(role, kind, TokenWeights.read(in), expected);
  }

  /** The first number of a value, without thousands separators. */
  static OptionalDouble number(String value) {
    Matcher found = NUMBER.matcher(TextProfile.cut(value));
    return found.find()
        ? OptionalDouble.of(Double.parseDouble(found.group().replaceAll("[, ]", "")))
        : OptionalDouble.empty();
  }
}
