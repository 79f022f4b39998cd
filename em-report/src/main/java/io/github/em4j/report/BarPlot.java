package io.github.em4j.report;

import io.github.em4j.report.Palette.Ink;
import io.github.em4j.report.PlotAxis.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;

/**
 * Draws bars: upright where names and bars have the room, lying where they have not. Groups are one
 * apart; the bars of a group share 0.8 of that.
 */
final class BarPlot {
  private static final double GROUP = 0.8;
  private static final int CHARACTER = 8;
  private static final int LINE = 16;

  private final BarChart chart;
  private final boolean upright;
  private final PlotAxis values;

  private BarPlot(BarChart chart, boolean upright) {
    this.chart = chart;
    this.upright = upright;
    this.values = values(chart);
  }

  static Drawing draw(BarChart chart, int width) {
    int forGroup = (width - 60) / chart.groups().size();
    int characters = Math.max(4, forGroup / CHARACTER - 1);
    boolean namesFit =
        chart.groups().stream().allMatch(name -> Labels.wrap(name, characters, 3).indexOf('…') < 0);
    boolean barsFit = forGroup * GROUP / chart.series().size() >= 7;
    var plot = new BarPlot(chart, namesFit && barsFit);
    return plot.upright ? plot.drawUpright(width, characters) : plot.drawLying(width);
  }

  private Drawing drawUpright(int width, int characters) {
    PlotAxis groups = groups(i -> i, name -> Labels.wrap(name, characters, 3));
    PlotSpec spec = new PlotSpec(groups, values).gridY();
    addBars(spec);
    return new Drawing(spec, width, width >= Drawing.WIDE ? 340 : 280);
  }

  private Drawing drawLying(int width) {
    int characters = width >= Drawing.WIDE ? 20 : 13;
    PlotAxis groups = groups(i -> -i, name -> Labels.wrap(name, characters, 3));
    PlotSpec spec = new PlotSpec(values, groups).gridX();
    addBars(spec);
    int forGroup = Math.max(12 * chart.series().size() + 12, LINE * groups.lines() + 4);
    return new Drawing(spec, width, 50 + forGroup * chart.groups().size());
  }

  private interface Naming {
    String name(String group);
  }

  private PlotAxis groups(ToIntFunction<Integer> place, Naming naming) {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < chart.groups().size(); i++) {
      ticks.add(new Tick(place.applyAsInt(i), naming.name(chart.groups().get(i))));
    }
    double first = ticks.get(0).place();
    double last = ticks.get(ticks.size() - 1).place();
    double low = Math.min(first, last) - 0.5;
    return PlotAxis.ofTicks("", low, Math.max(first, last) + 0.5, ticks);
  }

  /** Bars begin at zero: a bar whose foot is cut off lies about the ratio. */
  private static PlotAxis values(BarChart chart) {
    DoubleStream ends =
        chart.series().stream()
            .flatMap(series -> series.values().stream())
            .filter(value -> !value.isMissing())
            .flatMapToDouble(
                value ->
                    DoubleStream.of(
                        value.value(),
                        value.low().orElse(value.value()),
                        value.high().orElse(value.value())));
    double[] all = DoubleStream.concat(DoubleStream.of(0), ends).toArray();
    double low = chart.axis().low().orElse(DoubleStream.of(all).min().orElse(0));
    double high = chart.axis().high().orElse(DoubleStream.of(all).max().orElse(1));
    double room = high > low ? 0.04 * (high - low) : 1;
    boolean fromZero = low == 0 || chart.axis().low().isPresent();
    // At a given end there is room for the label of its mark, which would be left out otherwise.
    double begin = fromZero ? low : low - room;
    double end = high + (chart.axis().high().isPresent() ? 0.3 : 1) * room;
    return PlotAxis.ofTicks(chart.axis().title(), begin, end, PlotAxis.steps(begin, end));
  }

  private void addBars(PlotSpec spec) {
    int count = chart.series().size();
    double share = GROUP / count;
    double gap = count == 1 ? 0.2 : 0.06;
    for (int s = 0; s < count; s++) {
      var bars = new Rectangles();
      var intervals = new Rectangles();
      for (int g = 0; g < chart.groups().size(); g++) {
        Estimate value = chart.series().get(s).values().get(g);
        if (value.isMissing()) {
          continue;
        }
        double offset = (s + 0.5) * share - GROUP / 2;
        double middle = upright ? g + offset : -g - offset;
        double half = share * (1 - gap) / 2;
        double foot = values.within(0);
        double end = values.within(value.value());
        bars.add(middle - half, middle + half, Math.min(foot, end), Math.max(foot, end));
        if (value.hasBounds()) {
          intervals.add(
              middle,
              middle,
              values.within(value.low().getAsDouble()),
              values.within(value.high().getAsDouble()));
        }
      }
      bars.addTo(spec, "rect", "min", "max", Palette.series(s), 0);
      intervals.addTo(spec, "segment", "", "end", Ink.TEXT.placeholder(), 0.75);
    }
    var base = new Rectangles();
    double first = upright ? -0.5 : 0.5 - chart.groups().size();
    base.add(first, first + chart.groups().size(), values.within(0), values.within(0));
    base.addTo(spec, "segment", "", "end", Ink.RULE.placeholder(), 0.6);
  }

  /** Rectangles, or lines from corner to corner, in the direction of the bars. */
  private final class Rectangles {
    private final List<Double> acrossLow = new ArrayList<>();
    private final List<Double> acrossHigh = new ArrayList<>();
    private final List<Double> alongLow = new ArrayList<>();
    private final List<Double> alongHigh = new ArrayList<>();

    void add(double acrossFrom, double acrossTo, double alongFrom, double alongTo) {
      acrossLow.add(acrossFrom);
      acrossHigh.add(acrossTo);
      alongLow.add(alongFrom);
      alongHigh.add(alongTo);
    }

    void addTo(PlotSpec spec, String geometry, String from, String to, String colour, double size) {
      if (alongLow.isEmpty()) {
        return;
      }
      spec.layer(geometry)
          .column("x" + from, upright ? acrossLow : alongLow)
          .column("x" + to, upright ? acrossHigh : alongHigh)
          .column("y" + from, upright ? alongLow : acrossLow)
          .column("y" + to, upright ? alongHigh : acrossHigh)
          .with("fill", colour)
          .with("color", colour)
          .with("size", size)
          .add();
    }
  }
}
