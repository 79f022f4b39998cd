package io.github.em4j.report;

import io.github.em4j.report.LabelPlaces.Label;
import io.github.em4j.report.Palette.Ink;
import io.github.em4j.report.ScatterChart.Point;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws named points: the frontier first, then intervals, points and names. */
final class ScatterPlot {
  private final ScatterChart chart;
  private final PlotAxis x;
  private final PlotAxis y;

  private ScatterPlot(ScatterChart chart) {
    this.chart = chart;
    this.x = PlotAxis.of(chart.x(), chart.points().stream().mapToDouble(Point::x));
    this.y =
        PlotAxis.of(
            chart.y(), chart.points().stream().flatMapToDouble(p -> LinePlot.extent(p.y())));
  }

  static Drawing draw(ScatterChart chart, int width) {
    return new ScatterPlot(chart).draw(width);
  }

  /** The groups in the order in which they first come, which is that of their colours. */
  static List<String> groups(ScatterChart chart) {
    Set<String> groups = new LinkedHashSet<>();
    chart.points().forEach(point -> groups.add(point.group()));
    return List.copyOf(groups);
  }

  private Drawing draw(int width) {
    int height = width >= Drawing.WIDE ? 400 : 340;
    PlotSpec spec = new PlotSpec(x, y).gridX().gridY();
    addFrontier(spec);
    addIntervals(spec);
    List<String> groups = groups(chart);
    for (int i = 0; i < groups.size(); i++) {
      String group = groups.get(i);
      addPoints(spec, i, chart.points().stream().filter(p -> p.group().equals(group)).toList());
    }
    addNames(spec, width - 60, height - 50);
    return new Drawing(spec, width, height);
  }

  private List<Point> frontier() {
    return chart.points().stream()
        .filter(Point::onFrontier)
        .sorted(Comparator.comparingDouble(Point::x))
        .toList();
  }

  private void addFrontier(PlotSpec spec) {
    List<Point> frontier = frontier();
    if (frontier.size() > 1) {
      spec.layer("path")
          .column("x", frontier.stream().map(this::placeX).toList())
          .column("y", frontier.stream().map(this::placeY).toList())
          .with("color", Ink.MUTED.placeholder())
          .with("linetype", "dashed")
          .with("size", 0.8)
          .add();
    }
  }

  private void addIntervals(PlotSpec spec) {
    List<Point> bounded = chart.points().stream().filter(p -> p.y().hasBounds()).toList();
    if (bounded.isEmpty()) {
      return;
    }
    List<Double> across = bounded.stream().map(this::placeX).toList();
    spec.layer("segment")
        .column("x", across)
        .column("xend", across)
        .column("y", bounded.stream().map(p -> placeY(p.y().low().orElseThrow())).toList())
        .column("yend", bounded.stream().map(p -> placeY(p.y().high().orElseThrow())).toList())
        .with("color", Ink.RULE.placeholder())
        .with("size", 0.9)
        .add();
  }

  private void addPoints(PlotSpec spec, int index, List<Point> points) {
    spec.layer("point")
        .column("x", points.stream().map(this::placeX).toList())
        .column("y", points.stream().map(this::placeY).toList())
        .with("color", Palette.series(index))
        .with("shape", SeriesStyle.mark(index).plotShape())
        .with("size", 4.5)
        .add();
  }

  private void addNames(PlotSpec spec, int panelWidth, int panelHeight) {
    var places = new LabelPlaces(panelWidth, panelHeight);
    for (Point point : chart.points()) {
      places.block(x.share(placeX(point)), y.share(placeY(point)));
    }
    List<Point> frontier = frontier();
    for (int i = 1; i < frontier.size(); i++) {
      Point from = frontier.get(i - 1);
      Point to = frontier.get(i);
      places.blockLine(
          x.share(placeX(from)), y.share(placeY(from)), x.share(placeX(to)), y.share(placeY(to)));
    }
    for (Point point : chart.points()) {
      String name = Labels.shorten(point.name(), panelWidth < 400 ? 18 : 32);
      Label label = places.place(name, x.share(placeX(point)), y.share(placeY(point)));
      spec.layer("text")
          .column("x", List.of(x.low() + label.x() * (x.high() - x.low())))
          .column("y", List.of(y.low() + label.y() * (y.high() - y.low())))
          .column("label", List.of(name))
          .with("hjust", label.anchor())
          .with("vjust", 0.5)
          .with("color", Ink.TEXT.placeholder())
          .add();
    }
  }

  private double placeX(Point point) {
    return x.within(PlotAxis.place(chart.x(), point.x()));
  }

  private double placeY(Point point) {
    return placeY(point.y().value());
  }

  private double placeY(double value) {
    return y.within(PlotAxis.place(chart.y(), value));
  }
}
