package io.github.em4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An axis as it is drawn, in the numbers of the drawing: logarithms where the scale is logarithmic.
 *
 * @param title what is measured; empty for none
 * @param low where it begins
 * @param high where it ends
 * @param ticks where its marks are, each with its label
 * @param onTop whether a horizontal axis stands above the panel
 */
record PlotAxis(String title, double low, double high, List<Tick> ticks, boolean onTop) {

  /** Lets-Plot cuts longer labels off. */
  private static final int LONGEST_STAND = 20;

  /** At most so many steps from mark to mark fit an axis. */
  private static final int STEPS = 6;

  record Tick(double place, String label) {}

  PlotAxis {
    ticks = List.copyOf(ticks);
  }

  /** An axis of names at whole numbers. */
  static PlotAxis ofTicks(String title, double low, double high, List<Tick> ticks) {
    return new PlotAxis(title, low, high, ticks, false);
  }

  /** An axis that is long enough for the values, with some room at ends that are not given. */
  static PlotAxis of(Axis axis, DoubleStream values) {
    double[] places = values.map(value -> place(axis, value)).toArray();
    double low = axis.low().isPresent() ? place(axis, axis.low().getAsDouble()) : min(places);
    double high = axis.high().isPresent() ? place(axis, axis.high().getAsDouble()) : max(places);
    boolean isRange = high > low;
    double room = isRange ? 0.05 * (high - low) : Math.max(Math.abs(low) * 0.1, 0.5);
    // At a given end there is room for half a mark.
    double atGiven = isRange ? 0.012 * (high - low) : room;
    low -= axis.low().isPresent() ? atGiven : room;
    high += axis.high().isPresent() ? atGiven : room;
    boolean logarithmic = axis.scale() == Axis.Scale.LOGARITHMIC;
    List<Tick> ticks = logarithmic ? decades(low, high) : steps(low, high);
    return new PlotAxis(axis.title(), low, high, ticks, false);
  }

  PlotAxis atTop() {
    return new PlotAxis(title, low, high, ticks, true);
  }

  /** Where a value lies in the numbers of the drawing. */
  static double place(Axis axis, double value) {
    return axis.scale() == Axis.Scale.LOGARITHMIC ? Math.log10(value) : value;
  }

  /** The number of lines of the longest label. */
  int lines() {
    return ticks.stream().mapToInt(tick -> Labels.lines(tick.label())).max().orElse(1);
  }

  /**
   * What Lets-Plot sets in place of the labels: their numbers, as wide as the widest line of each.
   * It knows no label of more than one line, and a name may be anything.
   */
  List<String> stands() {
    List<String> stands = new ArrayList<>();
    int shortest = Integer.toString(ticks.size()).length();
    for (int i = 0; i < ticks.size(); i++) {
      String number = Integer.toString(i);
      int wanted = Math.min(LONGEST_STAND, Labels.width(ticks.get(i).label()));
      int width = Math.max(shortest, wanted);
      stands.add("0".repeat(width - number.length()) + number);
    }
    return stands;
  }

  /** The label that was meant by what Lets-Plot set. */
  String label(String set) {
    int index = stands().indexOf(set);
    return index < 0 ? set : ticks.get(index).label();
  }

  /** From 0 at the low end to 1 at the high one. */
  double share(double place) {
    return (place - low) / (high - low);
  }

  /** A place that does not leave the axis. */
  double within(double place) {
    return Math.max(low, Math.min(high, place));
  }

  private static double min(double[] places) {
    return DoubleStream.of(places).min().orElse(0);
  }

  private static double max(double[] places) {
    return DoubleStream.of(places).max().orElse(1);
  }

  /** Multiples of a round number that leave room for their labels on a phone. */
  static List<Tick> steps(double low, double high) {
    double least = (high - low) / STEPS;
    int power = (int) Math.floor(Math.log10(least));
    int digit =
        List.of(1, 2, 5, 10).stream().filter(d -> d * tenTo(power) >= least).findFirst().orElse(10);
    double step = digit * tenTo(power);
    int digits = Math.min(9, Math.max(0, digit == 10 ? -power - 1 : -power));
    List<Tick> ticks = new ArrayList<>();
    // A hair of tolerance keeps the mark at an end that is a multiple but for rounding.
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(new Tick(i * step, Numbers.fixed(i * step, digits).replace('-', '−')));
    }
    return ticks;
  }

  private static double tenTo(int power) {
    return Math.pow(10, power);
  }

  /** Powers of ten, with 2 and 5 between them where there are few. */
  private static List<Tick> decades(double low, double high) {
    double decades = high - low;
    int step = (int) Math.max(1, Math.ceil(decades / 6));
    List<Tick> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(low); power <= high; power++) {
      if (Math.floorMod(power, step) == 0) {
        add(ticks, low, high, power, 1);
        if (decades < 2.5) {
          add(ticks, low, high, power, 2);
          add(ticks, low, high, power, 5);
        }
      }
    }
    return ticks.size() >= 2 ? ticks : roundNumbers(low, high);
  }

  /** Marks for a range so short that it has next to no power of ten, 2 or 5 in it. */
  private static List<Tick> roundNumbers(double low, double high) {
    return steps(Math.pow(10, low), Math.pow(10, high)).stream()
        .filter(tick -> tick.place() > 0)
        .map(tick -> new Tick(Math.log10(tick.place()), tick.label()))
        .toList();
  }

  private static void add(List<Tick> ticks, double low, double high, int power, int digit) {
    double place = power + Math.log10(digit);
    if (place >= low && place <= high) {
      ticks.add(new Tick(place, Numbers.significant(digit * Math.pow(10, power))));
    }
  }
}
