package io.github.em4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The numbers of a chart as a table, for those who cannot see it or want to read it off. */
final class ChartTables {

  /** More points of a curve than this are thinned out in a table; JSON holds them all. */
  private static final int POINTS = 25;

  private ChartTables() {}

  static Table of(Chart chart) {
    if (chart instanceof BarChart bars) {
      return ofBars(bars);
    }
    if (chart instanceof HeatMap map) {
      return ofFields(map);
    }
    if (chart instanceof LineChart lines) {
      return ofCurves(lines);
    }
    return ofPoints((ScatterChart) chart);
  }

  private static Table ofBars(BarChart chart) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text(""));
    chart.series().forEach(series -> columns.add(Column.number(series.name())));
    Table.Builder table = Table.builder(chart.caption() + ": " + chart.axis().title(), columns);
    for (int group = 0; group < chart.groups().size(); group++) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.text(chart.groups().get(group)));
      for (BarChart.Series series : chart.series()) {
        row.add(Cell.score(series.values().get(group), chart.digits()));
      }
      table.row(row);
    }
    return table.build();
  }

  private static Table ofFields(HeatMap chart) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text(chart.rowTitle() + " \\ " + chart.columnTitle()));
    chart.columns().forEach(name -> columns.add(Column.number(name)));
    Table.Builder table = Table.builder(chart.caption() + ": " + chart.valueTitle(), columns);
    for (int row = 0; row < chart.rows().size(); row++) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(chart.rows().get(row)));
      for (int column = 0; column < chart.columns().size(); column++) {
        cells.add(Cell.number(chart.value(row, column), chart.digits()));
      }
      table.row(cells);
    }
    return table.build();
  }

  private static Table ofCurves(LineChart chart) {
    List<String> thinned = new ArrayList<>();
    Table.Builder table =
        Table.builder(
            chart.caption(),
            Column.text("Curve"),
            Column.number(chart.x().title()),
            Column.number(chart.y().title()));
    for (LineChart.Series series : chart.series()) {
      List<LineChart.Point> points = thin(series.points(), POINTS);
      if (points.size() < series.points().size()) {
        thinned.add(
            "%d of %d points of %s"
                .formatted(points.size(), series.points().size(), series.name()));
      }
      for (LineChart.Point point : points) {
        table.row(
            Cell.text(series.name()),
            Cell.text(Numbers.significant(point.x())),
            Cell.text(significant(point.y())));
      }
    }
    Table all = table.build();
    return thinned.isEmpty()
        ? all
        : new Table(
            all.caption() + " (" + String.join(", ", thinned) + ")", all.columns(), all.rows());
  }

  private static Table ofPoints(ScatterChart chart) {
    Table.Builder table =
        Table.builder(
            chart.caption(),
            Column.text("Point"),
            Column.text("Group"),
            Column.number(chart.x().title()),
            Column.number(chart.y().title()),
            Column.text("On the frontier"));
    for (ScatterChart.Point point : chart.points()) {
      table.row(
          Cell.text(point.name()),
          Cell.text(point.group()),
          Cell.text(Numbers.significant(point.x())),
          Cell.text(significant(point.y())),
          Cell.text(point.onFrontier() ? "yes" : "no"));
    }
    return table.build();
  }

  private static String significant(Estimate estimate) {
    String value = Numbers.significant(estimate.value());
    return estimate.hasBounds()
        ? "%s [%s, %s]"
            .formatted(
                value,
                Numbers.significant(estimate.low().getAsDouble()),
                Numbers.significant(estimate.high().getAsDouble()))
        : value;
  }

  /** At most so many of the points, evenly spread, the first and the last among them. */
  static <T> List<T> thin(List<T> points, int most) {
    if (points.size() <= most) {
      return points;
    }
    long last = points.size() - 1L;
    return IntStream.range(0, most)
        .mapToObj(i -> points.get((int) (i * last / (most - 1))))
        .toList();
  }
}
