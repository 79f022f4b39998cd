package io.github.em4j.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Named points, some of them on a frontier: F1 against cost, a point for each matcher. */
public final class ScatterChart implements Chart {

  /**
   * One named point.
   *
   * @param name stands beside it, not blank
   * @param group what it has in common with the points of its colour, not blank
   * @param x finite
   * @param y not missing; bounds become a bar through the point
   * @param onFrontier whether the frontier runs through it
   */
  public record Point(String name, String group, double x, Estimate y, boolean onFrontier) {

    /**
     * Checks that the point has a place.
     *
     * @throws IllegalArgumentException if a name is blank, x is not finite or y is missing
     */
    public Point {
      Checks.requireText("the name of a point", name);
      Checks.requireText("the group of a point", group);
      Checks.requireFinite("the x of a point", x);
      Checks.requireFinite("the y of a point", y.value());
    }
  }

  private final String caption;
  private final Optional<String> description;
  private final Axis x;
  private final Axis y;
  private final List<Point> points;

  private ScatterChart(Builder builder) {
    this.caption = Checks.requireText("the caption of a chart", builder.caption);
    this.description = builder.description;
    this.x = builder.x;
    this.y = builder.y;
    this.points = List.copyOf(builder.points);
    Names.requireDistinct(
        "points of the chart '" + caption + "'", points.stream().map(Point::name).toList());
    for (Point point : points) {
      x.requirePlace("the point '" + point.name() + "'", point.x());
      y.requirePlace("the point '" + point.name() + "'", point.y().value());
      point.y().low().ifPresent(low -> y.requirePlace("a bound of '" + point.name() + "'", low));
    }
  }

  /**
   * Starts a scatter chart.
   *
   * @param caption what the chart shows, one line, not blank
   * @param x the horizontal axis
   * @param y the vertical axis
   * @return a builder without points
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
   * The points.
   *
   * @return at least one, with distinct names
   */
  public List<Point> points() {
    return points;
  }

  /** Collects points. Not safe for use by many threads. */
  public static final class Builder {
    private final String caption;
    private final Axis x;
    private final Axis y;
    private final List<Point> points = new ArrayList<>();
    private Optional<String> description = Optional.empty();

    private Builder(String caption, Axis x, Axis y) {
      this.caption = caption;
      this.x = requireNonNull(x, "x");
      this.y = requireNonNull(y, "y");
    }

    /**
     * Adds a point.
     *
     * @param name stands beside it, not blank
     * @param group what it has in common with the points of its colour, not blank
     * @param x finite
     * @param y not missing; bounds become a bar through the point
     * @param onFrontier whether the frontier runs through it
     * @return this builder
     */
    public Builder point(String name, String group, double x, Estimate y, boolean onFrontier) {
      points.add(new Point(name, group, x, y, onFrontier));
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
     * @return a chart of the points so far
     * @throws IllegalArgumentException if the caption is blank, there is no point, names repeat, or
     *     a point has no place on a logarithmic axis
     */
    public ScatterChart build() {
      return new ScatterChart(this);
    }
  }
}
