package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bars in groups, with their intervals: for example a group for each test set and in it a bar for
 * each matcher.
 */
public final class BarChart implements Chart {

  /**
   * The bars of one colour.
   *
   * @param name what they have in common, for the legend; not blank
   * @param values one for each group, in the order of the groups
   */
  public record Series(String name, List<Estimate> values) {

    /**
     * Checks the name and copies the values.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Series {
      Checks.requireText("the name of a series", name);
      values = List.copyOf(values);
    }
  }

  private final String caption;
  private final Optional<String> description;
  private final Axis axis;
  private final List<String> groups;
  private final List<Series> series;
  private final int digits;

  private BarChart(Builder builder) {
    this.caption = Checks.requireText("the caption of a chart", builder.caption);
    this.description = builder.description;
    this.axis = builder.axis;
    this.groups = List.copyOf(builder.groups);
    this.series = List.copyOf(builder.series);
    this.digits = builder.digits;
    Names.requireDistinct("groups of the chart '" + caption + "'", groups);
    Names.requireDistinct(
        "series of the chart '" + caption + "'", series.stream().map(Series::name).toList());
    for (Series one : series) {
      Checks.requireSize(
          "the series '" + one.name() + "'", one.values().size(), "groups", groups.size());
    }
    if (axis.scale() == Axis.Scale.LOGARITHMIC) {
      throw new IllegalArgumentException(
          "bars begin at zero, so that the axis '" + axis.title() + "' cannot be logarithmic");
    }
  }

  /**
   * Starts a bar chart.
   *
   * @param caption what the chart shows, one line, not blank
   * @param axis what the length of a bar means; linear
   * @param groups the names of the groups, distinct, at least one
   * @return a builder without bars
   */
  public static Builder builder(String caption, Axis axis, List<String> groups) {
    return new Builder(caption, axis, groups);
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
   * What the length of a bar means.
   *
   * @return a linear axis
   */
  public Axis axis() {
    return axis;
  }

  /**
   * The names of the groups.
   *
   * @return distinct names, at least one
   */
  public List<String> groups() {
    return groups;
  }

  /**
   * The bars, by colour.
   *
   * @return at least one series, each with a value for every group
   */
  public List<Series> series() {
    return series;
  }

  /**
   * How many digits of a value are shown after the point.
   *
   * @return in [0, 9]
   */
  public int digits() {
    return digits;
  }

  /** Collects bars. Not safe for use by many threads. */
  public static final class Builder {
    private final String caption;
    private final Axis axis;
    private final List<String> groups;
    private final List<Series> series = new ArrayList<>();
    private Optional<String> description = Optional.empty();
    private int digits = 1;

    private Builder(String caption, Axis axis, List<String> groups) {
      this.caption = caption;
      this.axis = requireNonNull(axis, "axis");
      this.groups = List.copyOf(groups);
    }

    /**
     * Adds the bars of one colour.
     *
     * @param name what they have in common, for the legend; not blank
     * @param values one for each group, in the order of the groups
     * @return this builder
     */
    public Builder series(String name, List<Estimate> values) {
      series.add(new Series(name, values));
      return this;
    }

    /**
     * Adds the bars of one colour.
     *
     * @param name what they have in common, for the legend; not blank
     * @param values one for each group, in the order of the groups
     * @return this builder
     */
    public Builder series(String name, Estimate... values) {
      return series(name, Arrays.asList(values));
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
     * Sets how many digits of a value are shown after the point; 1 unless said otherwise.
     *
     * @param digits in [0, 9]
     * @return this builder
     */
    public Builder digits(int digits) {
      this.digits = Checks.requireDigits(digits);
      return this;
    }

    /**
     * Makes the chart.
     *
     * @return a chart of the bars so far
     * @throws IllegalArgumentException if the caption is blank, there is no group or no series,
     *     names repeat, a series does not have one value per group, or the axis is logarithmic
     */
    public BarChart build() {
      return new BarChart(this);
    }
  }
}
