package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

// A little longer than most: each of its options is explained where it is set and where it is read.

/**
 * A matrix of numbers as coloured fields, the number in each: for example a row for each training
 * set, a column for each test set.
 */
public final class HeatMap implements Chart {

  /**
   * How numbers become colours.
   *
   * @param kind one way or two ways
   * @param middle the number in the middle of a two-way scale; of no meaning for a one-way scale
   */
  public record Colours(Kind kind, double middle) {

    /** One way or two ways. */
    public enum Kind {
      /** From light to dark, for amounts. */
      SEQUENTIAL,
      /** From one colour over neutral to another, for what may be better or worse than a middle. */
      DIVERGING
    }

    /** From light to dark. */
    public static final Colours SEQUENTIAL = new Colours(Kind.SEQUENTIAL, 0);

    /**
     * Checks that the middle is a number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Colours {
      requireNonNull(kind, "kind");
      Checks.requireFinite("the middle of a two-way scale", middle);
    }

    /**
     * From one colour over neutral to another.
     *
     * @param middle the number that is neutral: 0 for differences, 100 for percentages of a whole
     * @return the scale
     */
    public static Colours divergingAround(double middle) {
      return new Colours(Kind.DIVERGING, middle);
    }
  }

  /**
   * The place of a field.
   *
   * @param row counted from 0
   * @param column counted from 0
   */
  public record Field(int row, int column) {}

  private final String caption;
  private final Optional<String> description;
  private final String valueTitle;
  private final String rowTitle;
  private final List<String> rows;
  private final String columnTitle;
  private final List<String> columns;
  private final List<List<Double>> values;
  private final int digits;
  private final Colours colours;
  private final Set<Field> outlined;

  private HeatMap(Builder builder) {
    this.caption = Checks.requireText("the caption of a chart", builder.caption);
    this.description = builder.description;
    this.valueTitle = builder.valueTitle;
    this.rowTitle = builder.rowTitle;
    this.rows = builder.rows;
    this.columnTitle = builder.columnTitle;
    this.columns = builder.columns;
    this.values = builder.values;
    this.digits = builder.digits;
    this.colours = builder.colours;
    this.outlined = Set.copyOf(builder.outlined);
    Names.requireDistinct("rows of the chart '" + caption + "'", rows);
    Names.requireDistinct("columns of the chart '" + caption + "'", columns);
    Checks.requireSize("the chart '" + caption + "'", values.size(), "rows", rows.size());
    for (int row = 0; row < rows.size(); row++) {
      Checks.requireSize(
          "the row '" + rows.get(row) + "'", values.get(row).size(), "columns", columns.size());
    }
    for (Field field : outlined) {
      if (field.row() < 0
          || field.row() >= rows.size()
          || field.column() < 0
          || field.column() >= columns.size()) {
        throw new IllegalArgumentException(
            "an outlined field must lie within %d x %d fields, found %s"
                .formatted(rows.size(), columns.size(), field));
      }
    }
  }

  /**
   * Starts a heat map.
   *
   * @param caption what the chart shows, one line, not blank
   * @param valueTitle what the numbers are, with their unit, not blank
   * @return a builder without fields
   */
  public static Builder builder(String caption, String valueTitle) {
    return new Builder(caption, valueTitle);
  }

  @Override
  public String caption() {
    return caption;
  }

  @Override
  public Optional<String> description() {
    return description;
  }

  /**
   * What the numbers are, with their unit.
   *
   * @return not blank
   */
  public String valueTitle() {
    return valueTitle;
  }

  /**
   * What the rows are.
   *
   * @return not blank
   */
  public String rowTitle() {
    return rowTitle;
  }

  /**
   * The names of the rows.
   *
   * @return distinct, from top to bottom
   */
  public List<String> rows() {
    return rows;
  }

  /**
   * What the columns are.
   *
   * @return not blank
   */
  public String columnTitle() {
    return columnTitle;
  }

  /**
   * The names of the columns.
   *
   * @return distinct, from left to right
   */
  public List<String> columns() {
    return columns;
  }

  /**
   * The number of one field.
   *
   * @param row counted from 0
   * @param column counted from 0
   * @return finite, or NaN where it was not measured
   */
  public double value(int row, int column) {
    return values.get(row).get(column);
  }

  /**
   * How many digits of a number are shown after the point.
   *
   * @return in [0, 9]
   */
  public int digits() {
    return digits;
  }

  /**
   * How numbers become colours.
   *
   * @return {@link Colours#SEQUENTIAL} unless said otherwise
   */
  public Colours colours() {
    return colours;
  }

  /**
   * Whether a field has a frame, as the in-domain fields of a generalisation matrix do.
   *
   * @param row counted from 0
   * @param column counted from 0
   * @return false unless said otherwise
   */
  public boolean isOutlined(int row, int column) {
    return outlined.contains(new Field(row, column));
  }

  /** Collects fields. Not safe for use by many threads. */
  public static final class Builder {
    private final String caption;
    private final String valueTitle;
    private final Set<Field> outlined = new LinkedHashSet<>();
    private Optional<String> description = Optional.empty();
    private String rowTitle = "Row";
    private List<String> rows = List.of();
    private String columnTitle = "Column";
    private List<String> columns = List.of();
    private List<List<Double>> values = List.of();
    private int digits = 1;
    private Colours colours = Colours.SEQUENTIAL;

    private Builder(String caption, String valueTitle) {
      this.caption = caption;
      this.valueTitle = Checks.requireText("the title of the values", valueTitle);
    }

    /**
     * Sets the rows.
     *
     * @param title what they are, not blank
     * @param names distinct, from top to bottom, at least one
     * @return this builder
     */
    public Builder rows(String title, List<String> names) {
      this.rowTitle = Checks.requireText("the title of the rows", title);
      this.rows = List.copyOf(names);
      return this;
    }

    /**
     * Sets the columns.
     *
     * @param title what they are, not blank
     * @param names distinct, from left to right, at least one
     * @return this builder
     */
    public Builder columns(String title, List<String> names) {
      this.columnTitle = Checks.requireText("the title of the columns", title);
      this.columns = List.copyOf(names);
      return this;
    }

    /**
     * Sets the numbers.
     *
     * @param values one array for each row with one number for each column, finite or NaN where it
     *     was not measured; copied
     * @return this builder
     * @throws IllegalArgumentException if a number is infinite
     */
    public Builder values(double[][] values) {
      this.values =
          Arrays.stream(values).map(row -> DoubleStream.of(row).boxed().toList()).toList();
      for (List<Double> row : this.values) {
        for (double value : row) {
          if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("a field must be finite or NaN, found " + value);
          }
        }
      }
      return this;
    }

    /**
     * Puts a frame around a field.
     *
     * @param row counted from 0
     * @param column counted from 0
     * @return this builder
     */
    public Builder outline(int row, int column) {
      outlined.add(new Field(row, column));
      return this;
    }

    /**
     * Sets how numbers become colours; {@link Colours#SEQUENTIAL} unless said otherwise.
     *
     * @param colours one way or two ways
     * @return this builder
     */
    public Builder colours(Colours colours) {
      this.colours = requireNonNull(colours, "colours");
      return this;
    }

    /**
     * Sets how many digits of a number are shown after the point; 1 unless said otherwise.
     *
     * @param digits in [0, 9]
     * @return this builder
     */
    public Builder digits(int digits) {
      this.digits = Checks.requireDigits(digits);
      return this;
    }

    /**
     * Sets what a reader should see, for those who cannot see the chart.
     *
     * @param text a sentence or two, not blank
     * @return this builder
     */
    public Builder description(String text) {
      this.description = Optional.of(Checks.requireText("the description of a chart", text));
      return this;
    }

    /**
     * Makes the chart.
     *
     * @return a chart of the fields
     * @throws IllegalArgumentException if the caption is blank, there are no rows or columns, names
     *     repeat, the numbers do not fill rows and columns exactly, or an outlined field is none
     */
    public HeatMap build() {
      return new HeatMap(this);
    }
  }
}
