package io.github.em4j.report;

import io.github.em4j.report.HeatPlot.HeatScale;
import java.util.List;

/**
 * Writes charts into a page: a picture for wide and one for narrow windows, of which the style
 * sheet shows one, the legend as text, and the numbers as a table to unfold.
 */
final class HtmlFigures {
  private final Html html;
  private final HtmlTables tables;

  HtmlFigures(Html html, HtmlTables tables) {
    this.html = html;
    this.tables = tables;
  }

  void write(Chart chart, String number, String id) {
    String kind = chart instanceof ScatterChart ? "chart named" : "chart";
    html.open("figure", "class", kind, "id", id).line();
    html.open("figcaption").element("b", number).text(" " + chart.caption()).close().line();
    writeLegend(chart);
    String label = number + ", " + chart.caption() + ". " + ChartWords.of(chart);
    writePicture(Drawing.of(chart, Drawing.WIDE), "wide", id, chart, label);
    writePicture(Drawing.of(chart, Drawing.NARROW), "narrow", id, chart, label);
    html.open("details").element("summary", "Numbers of " + lowerFirst(number)).line();
    tables.writeWithin(ChartTables.of(chart), id + "_numbers");
    html.close().line();
    html.close().line();
  }

  private static String lowerFirst(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private void writePicture(Drawing drawing, String kind, String id, Chart chart, String label) {
    boolean fits = drawing.width() <= (kind.equals("wide") ? Drawing.WIDE : Drawing.NARROW);
    if (fits) {
      html.open("div", "class", "picture " + kind);
    } else {
      html.open(
          "div",
          "class",
          "picture overflowing " + kind,
          "role",
          "region",
          "tabindex",
          "0",
          "aria-label",
          chart.caption());
    }
    html.markup(ChartSvg.draw(drawing, id + "_" + kind, label)).close().line();
  }

  private void writeLegend(Chart chart) {
    if (chart instanceof BarChart bars) {
      writeLegend(bars);
    } else if (chart instanceof LineChart lines) {
      writeLegend(lines);
    } else if (chart instanceof ScatterChart points) {
      writeLegend(points);
    } else {
      writeLegend((HeatMap) chart);
    }
  }

  private void writeLegend(BarChart chart) {
    if (chart.series().size() == 1) {
      return;
    }
    html.open("ul", "class", "legend").line();
    for (int i = 0; i < chart.series().size(); i++) {
      openSwatch();
      html.empty("rect", "y", "1", "width", "24", "height", "10", "style", fill(i)).close();
      html.text(chart.series().get(i).name()).close().line();
    }
    html.close().line();
  }

  private void writeLegend(LineChart chart) {
    if (chart.series().size() == 1 && chart.diagonal().isEmpty()) {
      return;
    }
    html.open("ul", "class", "legend").line();
    for (int i = 0; i < chart.series().size(); i++) {
      openSwatch();
      writeStroke("stroke:" + Palette.seriesVariable(i), SeriesStyle.dash(i));
      if (chart.markers()) {
        writeMark(i);
      }
      html.close().text(chart.series().get(i).name()).close().line();
    }
    chart
        .diagonal()
        .ifPresent(
            meaning -> {
              openSwatch();
              writeStroke("stroke:var(--muted)", SeriesStyle.Dash.DASHED);
              html.close().text(meaning).close().line();
            });
    html.close().line();
  }

  private void writeLegend(ScatterChart chart) {
    List<String> groups = ScatterPlot.groups(chart);
    boolean frontier = chart.points().stream().filter(ScatterChart.Point::onFrontier).count() > 1;
    html.open("ul", "class", "legend").line();
    for (int i = 0; i < groups.size(); i++) {
      html.open("li")
          .open(
              "svg", "viewBox", "6 0 12 12", "width", "12", "height", "12", "aria-hidden", "true");
      writeMark(i);
      html.close().text(groups.get(i)).close().line();
    }
    if (frontier) {
      openSwatch();
      writeStroke("stroke:var(--muted)", SeriesStyle.Dash.DASHED);
      html.close().text("frontier").close().line();
    }
    html.close().line();
  }

  private void writeLegend(HeatMap map) {
    HeatScale scale = HeatScale.of(map);
    html.open("p", "class", "ramp").text(map.valueTitle() + ": ");
    html.text(shown(scale.low(), map));
    html.open(
        "svg", "viewBox", "0 0 110 12", "width", "110", "height", "12", "aria-hidden", "true");
    for (int level = 0; level < Palette.LEVELS; level++) {
      String fill = "fill:" + Palette.fieldVariable(scale.twoWay(), level);
      String x = Integer.toString(10 * level);
      html.empty("rect", "x", x, "width", "10", "height", "12", "style", fill);
    }
    html.close().text(shown(scale.high(), map)).close().line();
  }

  private static String shown(double value, HeatMap map) {
    return Numbers.fixed(value, map.digits()).replace('-', '−');
  }

  private void openSwatch() {
    html.open("li");
    html.open("svg", "viewBox", "0 0 24 12", "width", "24", "height", "12", "aria-hidden", "true");
  }

  private void writeStroke(String style, SeriesStyle.Dash dash) {
    if (dash.pixels().isEmpty()) {
      html.empty("path", "d", "M0 6h24", "stroke-width", "2", "style", style);
    } else {
      html.empty(
          "path",
          "d",
          "M0 6h24",
          "stroke-width",
          "2",
          "stroke-dasharray",
          dash.pixels(),
          "style",
          style);
    }
  }

  private void writeMark(int index) {
    html.empty(
        "path",
        "d",
        SeriesStyle.mark(index).path(),
        "transform",
        "translate(12 6)",
        "style",
        fill(index));
  }

  private static String fill(int index) {
    return "fill:" + Palette.seriesVariable(index);
  }
}
