package io.github.em4j.report;

import io.github.em4j.report.LineChart.Point;
import io.github.em4j.report.Palette.Ink;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Draws curves, the bands around them first. */
final class LinePlot {

  /** A curve of more points than this looks the same with so many. */
  private static final int POINTS = 400;

  private final LineChart chart;
  private final PlotAxis x;
  private final PlotAxis y;

  private LinePlot(LineChart chart) {
    this.chart = chart;
    this.x = PlotAxis.of(chart.x(), points().mapToDouble(Point::x));
    this.y = PlotAxis.of(chart.y(), points().flatMapToDouble(point -> extent(point.y())));
  }

  static Drawing draw(LineChart chart, int width) {
    return new LinePlot(chart).draw(width);
  }

  /** A value with its bounds. */
  static DoubleStream extent(Estimate value) {
    return DoubleStream.of(
        value.value(), value.low().orElse(value.value()), value.high().orElse(value.value()));
  }

  private Stream<Point> points() {
    return chart.series().stream().flatMap(series -> series.points().stream());
  }

  private Drawing draw(int width) {
    PlotSpec spec = new PlotSpec(x, y).gridX().gridY();
    for (int i = 0; i < chart.series().size(); i++) {
      addBand(spec, i, chart.series().get(i).points());
    }
    if (chart.diagonal().isPresent()) {
      addDiagonal(spec);
    }
    for (int i = 0; i < chart.series().size(); i++) {
      addCurve(spec, i, chart.series().get(i).points());
    }
    return new Drawing(spec, width, width >= Drawing.WIDE ? 380 : 300);
  }

  private void addBand(PlotSpec spec, int index, List<Point> points) {
    if (points.size() < 2 || !points.stream().allMatch(point -> point.y().hasBounds())) {
      return;
    }
    List<Point> drawn = ChartTables.thin(points, POINTS);
    spec.layer("ribbon")
        .column("x", drawn.stream().map(point -> placeX(point.x())).toList())
        .column("ymin", drawn.stream().map(p -> placeY(p.y().low().orElseThrow())).toList())
        .column("ymax", drawn.stream().map(p -> placeY(p.y().high().orElseThrow())).toList())
        .with("fill", Palette.series(index))
        .with("alpha", 0.16)
        .with("size", 0)
        .add();
  }

  private void addDiagonal(PlotSpec spec) {
    double from = Math.max(x.low(), y.low());
    double to = Math.min(x.high(), y.high());
    if (from < to) {
      spec.layer("segment")
          .column("x", List.of(from))
          .column("y", List.of(from))
          .column("xend", List.of(to))
          .column("yend", List.of(to))
          .with("color", Ink.MUTED.placeholder())
          .with("linetype", "dashed")
          .with("size", 0.6)
          .add();
    }
  }

  private void addCurve(PlotSpec spec, int index, List<Point> points) {
    List<Point> drawn = ChartTables.thin(points, POINTS);
    List<Double> across = drawn.stream().map(point -> placeX(point.x())).toList();
    List<Double> up = drawn.stream().map(point -> placeY(point.y().value())).toList();
    spec.layer("path")
        .column("x", across)
        .column("y", up)
        .with("color", Palette.series(index))
        .with("linetype", SeriesStyle.dash(index).plotName())
        .with("size", 1)
        .add();
    if (chart.markers() || points.size() == 1) {
      spec.layer("point")
          .column("x", across)
          .column("y", up)
          .with("color", Palette.series(index))
          .with("shape", SeriesStyle.mark(index).plotShape())
          .with("size", 3.5)
          .add();
    }
  }

  private double placeX(double value) {
    return x.within(PlotAxis.place(chart.x(), value));
  }

  private double placeY(double value) {
    return y.within(PlotAxis.place(chart.y(), value));
  }
}
