package io.github.em4j.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What a chart shows, in words, where its maker has not said it. */
final class ChartWords {

  /** Names in a sentence beyond these are counted. */
  private static final int NAMES = 8;

  private ChartWords() {}

  static String of(Chart chart) {
    return chart.description().orElseGet(() -> describe(chart));
  }

  private static String describe(Chart chart) {
    if (chart instanceof BarChart bars) {
      return describeBars(bars);
    }
    if (chart instanceof HeatMap map) {
      return describeFields(map);
    }
    if (chart instanceof LineChart lines) {
      return describeCurves(lines);
    }
    return describePoints((ScatterChart) chart);
  }

  private static String describeBars(BarChart chart) {
    List<NamedValue> bars = new ArrayList<>();
    for (BarChart.Series series : chart.series()) {
      for (int group = 0; group < chart.groups().size(); group++) {
        Estimate value = series.values().get(group);
        if (!value.isMissing()) {
          String name = series.name() + " on " + chart.groups().get(group);
          bars.add(new NamedValue(name, value.value()));
        }
      }
    }
    return "Bar chart of %s for %s, in the groups %s.%s"
        .formatted(
            chart.axis().title(),
            list(chart.series().stream().map(BarChart.Series::name).toList()),
            list(chart.groups()),
            extremes(bars, chart.digits()));
  }

  private static String describeFields(HeatMap chart) {
    List<NamedValue> fields = new ArrayList<>();
    for (int row = 0; row < chart.rows().size(); row++) {
      for (int column = 0; column < chart.columns().size(); column++) {
        if (!Double.isNaN(chart.value(row, column))) {
          String name = "row " + chart.rows().get(row) + ", column " + chart.columns().get(column);
          fields.add(new NamedValue(name, chart.value(row, column)));
        }
      }
    }
    return "Heat map of %s. Rows (%s): %s. Columns (%s): %s.%s"
        .formatted(
            chart.valueTitle(),
            chart.rowTitle(),
            list(chart.rows()),
            chart.columnTitle(),
            list(chart.columns()),
            extremes(fields, chart.digits()));
  }

  private static String describeCurves(LineChart chart) {
    String curves =
        chart.series().stream().map(ChartWords::describeCurve).collect(Collectors.joining("; "));
    return "Line chart of %s against %s. %s.%s"
        .formatted(
            chart.y().title(),
            chart.x().title(),
            curves,
            chart.diagonal().map(meaning -> " The diagonal means: " + meaning + ".").orElse(""));
  }

  private static String describeCurve(LineChart.Series series) {
    LineChart.Point first = series.points().get(0);
    LineChart.Point last = series.points().get(series.points().size() - 1);
    return "%s goes from %s at %s to %s at %s"
        .formatted(
            series.name(),
            Numbers.significant(first.y().value()),
            Numbers.significant(first.x()),
            Numbers.significant(last.y().value()),
            Numbers.significant(last.x()));
  }

  private static String describePoints(ScatterChart chart) {
    List<String> frontier =
        chart.points().stream()
            .filter(ScatterChart.Point::onFrontier)
            .sorted(Comparator.comparingDouble(ScatterChart.Point::x))
            .map(ScatterChart.Point::name)
            .toList();
    return "Scatter chart of %s against %s for %d points.%s"
        .formatted(
            chart.y().title(),
            chart.x().title(),
            chart.points().size(),
            frontier.isEmpty() ? "" : " On the frontier: " + list(frontier) + ".");
  }

  private static String extremes(List<NamedValue> values, int digits) {
    if (values.isEmpty()) {
      return " No value was measured.";
    }
    Comparator<NamedValue> byValue = Comparator.comparingDouble(NamedValue::value);
    NamedValue highest = values.stream().max(byValue).orElseThrow();
    NamedValue lowest = values.stream().min(byValue).orElseThrow();
    return " Highest: %s (%s). Lowest: %s (%s)."
        .formatted(
            Numbers.fixed(highest.value(), digits),
            highest.name(),
            Numbers.fixed(lowest.value(), digits),
            lowest.name());
  }

  private static String list(List<String> names) {
    return names.size() <= NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMES))
            + " and %d more".formatted(names.size() - NAMES);
  }

  private record NamedValue(String name, double value) {}
}
