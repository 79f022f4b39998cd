package io.github.em4j.report;

import java.util.Optional;

/** A drawing of numbers. Its numbers stand beside it as a table wherever it cannot be seen. */
public sealed interface Chart extends Block permits BarChart, HeatMap, LineChart, ScatterChart {

  /**
   * What the chart shows, as its caption.
   *
   * @return one line, not blank
   */
  String caption();

  /**
   * What a reader should see in the chart, for those who cannot see it.
   *
   * @return a sentence or two, or empty where the format is to describe the numbers itself
   */
  Optional<String> description();
}
