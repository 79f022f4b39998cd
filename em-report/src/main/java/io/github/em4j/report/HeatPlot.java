package io.github.em4j.report;

import io.github.em4j.report.HeatMap.Colours;
import io.github.em4j.report.Palette.Ink;
import io.github.em4j.report.PlotAxis.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Draws a matrix as fields of one by one, the first row on top. */
final class HeatPlot {
  private static final double HALF = 0.49;

  private final HeatMap map;
  private final HeatScale scale;

  private HeatPlot(HeatMap map) {
    this.map = map;
    this.scale = HeatScale.of(map);
  }

  static Drawing draw(HeatMap map, int width) {
    return new HeatPlot(map).draw(width);
  }

  private Drawing draw(int width) {
    boolean narrow = width < Drawing.WIDE;
    int longest = narrow ? 13 : 24;
    List<Tick> rows = ticks(map.rows(), -1, name -> Labels.wrap(name, longest, 2));
    int forRows = 36 + 7 * widest(rows);
    // A field has to hold its number and its column's longest word; a matrix with too many columns
    // is wider than its window.
    int columns = map.columns().size();
    int forWord = 8 + 7 * widest(ticks(map.columns(), 1, name -> Labels.wrap(name, 9, 3)));
    int fitted = Math.max(width, forRows + Math.max(48, forWord) * columns);
    int characters = Math.max(4, ((fitted - forRows) / columns - 8) / 7);
    List<Tick> heads = ticks(map.columns(), 1, name -> Labels.wrap(name, characters, 3));
    PlotAxis x = PlotAxis.ofTicks(map.columnTitle(), -0.5, columns - 0.5, heads).atTop();
    PlotAxis y = PlotAxis.ofTicks(map.rowTitle(), 0.5 - map.rows().size(), 0.5, rows);
    var spec = new PlotSpec(x, y);
    addFields(spec);
    addFrames(spec);
    return new Drawing(
        spec, fitted, 58 + PlotSpec.LINE * x.lines() + (narrow ? 34 : 38) * map.rows().size());
  }

  private static int widest(List<Tick> ticks) {
    return ticks.stream().mapToInt(tick -> Labels.width(tick.label())).max().orElse(0);
  }

  private interface Naming {
    String name(String full);
  }

  private static List<Tick> ticks(List<String> names, int direction, Naming naming) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> new Tick(direction * i, naming.name(names.get(i))))
        .toList();
  }

  private void addFields(PlotSpec spec) {
    List<Double> left = new ArrayList<>();
    List<Double> right = new ArrayList<>();
    List<Double> bottom = new ArrayList<>();
    List<Double> top = new ArrayList<>();
    List<String> fills = new ArrayList<>();
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<String> inks = new ArrayList<>();
    for (int row = 0; row < map.rows().size(); row++) {
      for (int column = 0; column < map.columns().size(); column++) {
        double value = map.value(row, column);
        left.add(column - HALF);
        right.add(column + HALF);
        bottom.add(-row - HALF);
        top.add(-row + HALF);
        x.add((double) column);
        y.add((double) -row);
        texts.add(Numbers.fixed(value, map.digits()).replace('-', '−'));
        if (Double.isNaN(value)) {
          fills.add(Ink.GRID.placeholder());
          inks.add(Ink.MUTED.placeholder());
        } else {
          fills.add(Palette.field(scale.twoWay(), scale.level(value)));
          inks.add(Palette.onField(scale.twoWay(), scale.level(value)));
        }
      }
    }
    spec.layer("rect")
        .column("xmin", left)
        .column("xmax", right)
        .column("ymin", bottom)
        .column("ymax", top)
        .column("fill", fills)
        .with("size", 0)
        .add();
    spec.layer("text")
        .column("x", x)
        .column("y", y)
        .column("label", texts)
        .column("color", inks)
        .add();
  }

  private void addFrames(PlotSpec spec) {
    List<Double> left = new ArrayList<>();
    List<Double> bottom = new ArrayList<>();
    for (int row = 0; row < map.rows().size(); row++) {
      for (int column = 0; column < map.columns().size(); column++) {
        if (map.isOutlined(row, column)) {
          left.add(column - HALF + 0.02);
          bottom.add(-row - HALF + 0.02);
        }
      }
    }
    if (!left.isEmpty()) {
      double side = 2 * HALF - 0.04;
      spec.layer("rect")
          .column("xmin", left)
          .column("xmax", left.stream().map(place -> place + side).toList())
          .column("ymin", bottom)
          .column("ymax", bottom.stream().map(place -> place + side).toList())
          .with("fill", Ink.PAGE.placeholder())
          .with("alpha", 0)
          .with("color", Ink.TEXT.placeholder())
          .with("size", 1)
          .add();
    }
  }

  /**
   * Which field of the scale a number gets. A two-way scale reaches equally far to both sides.
   *
   * @param twoWay whether the scale has a neutral middle
   * @param low the number at the low end
   * @param high the number at the high end
   */
  record HeatScale(boolean twoWay, double low, double high) {

    static HeatScale of(HeatMap map) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int row = 0; row < map.rows().size(); row++) {
        for (int column = 0; column < map.columns().size(); column++) {
          double value = map.value(row, column);
          if (!Double.isNaN(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
        }
      }
      if (low > high) {
        return new HeatScale(false, 0, 0);
      }
      Colours colours = map.colours();
      if (colours.kind() == Colours.Kind.SEQUENTIAL) {
        return new HeatScale(false, low, high);
      }
      double reach = Math.max(Math.abs(low - colours.middle()), Math.abs(high - colours.middle()));
      return new HeatScale(true, colours.middle() - reach, colours.middle() + reach);
    }

    int level(double value) {
      double share = high > low ? (value - low) / (high - low) : 0.5;
      return (int) Math.round(share * (Palette.LEVELS - 1));
    }
  }
}
