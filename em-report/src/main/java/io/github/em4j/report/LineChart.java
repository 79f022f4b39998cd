package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Curves: precision against recall, observed against predicted (reliability), F1 against coverage,
 * F1 against the share a cascade passes on, F1 against the number of training pairs.
 */
public final class LineChart implements Chart {

  /**
   * One point of a curve.
   *
   * @param x finite
   * @param y not missing; bounds become a band around the curve
   */
  public record Point(double x, Estimate y) {

    /**
     * Checks that the point has a place.
     *
     * @throws IllegalArgumentException if x is not finite or y is missing
     */
    public Point {
      Checks.requireFinite("the x of a point", x);
      Checks.requireFinite("the y of a point", y.value());
    }

    /**
     * A point without bounds.
     *
     * @param x finite
     * @param y finite
     * @return the point
     */
    public static Point of(double x, double y) {
      return new Point(x, Estimate.of(y));
    }
  }

  /**
   * One curve.
   *
   * @param name for the legend, not blank
   * @param points in the order in which they are joined; at least one
   */
  public record Series(String name, List<Point> points) {

    /**
     * Checks the name and copies the points.
     *
     * @throws IllegalArgumentException if the name is blank or there is no point
     */
    public Series {
      Checks.requireText("the name of a series", name);
      points = List.copyOf(points);
      if (points.isEmpty()) {
        throw new IllegalArgumentException("the series '" + name + "' has no point");
      }
    }
  }

  private final String caption;
  private final Optional<String> description;
  private final Axis x;
  private final Axis y;
  private final List<Series> series;
  private final boolean markers;
  private final Optional<String> diagonal;

  private LineChart(Builder builder) {
    this.caption = Checks.requireText("the caption of a chart", builder.caption);
    this.description = builder.description;
    this.x = builder.x;
    this.y = builder.y;
    this.series = List.copyOf(builder.series);
    this.markers = builder.markers;
    this.diagonal = builder.diagonal;
    Names.requireDistinct(
        "series of the chart '" + caption + "'", series.stream().map(Series::name).toList());
    for (Series one : series) {
      for (Point point : one.points()) {
        x.requirePlace("a point of '" + one.name() + "'", point.x());
        y.requirePlace("a point of '" + one.name() + "'", point.y().value());
        point.y().low().ifPresent(low -> y.requirePlace("a bound of '" + one.name() + "'", low));
      }
    }
  }

  /**
   * Starts a line chart.
   *
   * @param caption what the chart shows, one line, not blank
   * @param x the horizontal axis
   * @param y the vertical axis
   * @return a builder without curves
   */
  public static Builder builder(String caption, Axis x, Axis y) {
    return new Builder(caption, x, y);
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
   * The horizontal axis.
   *
   * @return the axis
   */
  public Axis x() {
    return x;
  }

  /**
   * The vertical axis.
   *
   * @return the axis
   */
  public Axis y() {
    return y;
  }

  /**
   * The curves.
   *
   * @return at least one, with distinct names
   */
  public List<Series> series() {
    return series;
  }

  /**
   * Whether the points are marked.
   *
   * @return false unless said otherwise: a bare line
   */
  public boolean markers() {
    return markers;
  }

  /**
   * What the line y = x means.
   *
   * @return for example "perfectly calibrated", or empty where no such line is drawn
   */
  public Optional<String> diagonal() {
    return diagonal;
  }

  /** Collects curves. Not safe for use by many threads. */
  public static final class Builder {
    private final String caption;
    private final Axis x;
    private final Axis y;
    private final List<Series> series = new ArrayList<>();
    private Optional<String> description = Optional.empty();
    private boolean markers;
    private Optional<String> diagonal = Optional.empty();

    private Builder(String caption, Axis x, Axis y) {
      this.caption = caption;
      this.x = requireNonNull(x, "x");
      this.y = requireNonNull(y, "y");
    }

    /**
     * Adds a curve.
     *
     * @param name for the legend, not blank
     * @param points in the order in which they are joined; at least one
     * @return this builder
     */
    public Builder series(String name, List<Point> points) {
      series.add(new Series(name, points));
      return this;
    }

    /**
     * Marks the points, for curves of a few measured points.
     *
     * @return this builder
     */
    public Builder markers() {
      this.markers = true;
      return this;
    }

    /**
     * Draws the line y = x.
     *
     * @param meaning what it means, not blank
     * @return this builder
     */
    public Builder diagonal(String meaning) {
      this.diagonal = Optional.of(Checks.requireText("the meaning of the diagonal", meaning));
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
     * @return a chart of the curves so far
     * @throws IllegalArgumentException if the caption is blank, there is no curve, names repeat, or
     *     a point has no place on a logarithmic axis
     */
    public LineChart build() {
      return new LineChart(this);
    }
  }
}
