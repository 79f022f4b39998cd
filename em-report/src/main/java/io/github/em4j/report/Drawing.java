package io.github.em4j.report;

/**
 * A chart made ready for one width.
 *
 * @param spec what is to be drawn
 * @param width in pixels
 * @param height in pixels
 */
record Drawing(PlotSpec spec, int width, int height) {

  /** The width of a chart on a desk, in pixels. */
  static final int WIDE = 720;

  /** The width of a chart on a phone, in pixels. */
  static final int NARROW = 340;

  static Drawing of(Chart chart, int width) {
    if (chart instanceof BarChart bars) {
      return BarPlot.draw(bars, width);
    }
    if (chart instanceof HeatMap map) {
      return HeatPlot.draw(map, width);
    }
    if (chart instanceof LineChart lines) {
      return LinePlot.draw(lines, width);
    }
    return ScatterPlot.draw((ScatterChart) chart, width);
  }
}
