package io.github.em4j.report;

import java.util.List;

/** How series differ other than by colour: in dashes and in marks. */
final class SeriesStyle {

  /** Lets-Plot's names of dashes and the same dashes for the legend, in pixels. */
  enum Dash {
    SOLID("solid", ""),
    DASHED("dashed", "5 4"),
    LONG("longdash", "9 4"),
    DOT_DASH("dotdash", "2 3 6 3"),
    TWO("twodash", "2 2 8 2"),
    DOTTED("dotted", "2 3");

    private final String plotName;
    private final String pixels;

    Dash(String plotName, String pixels) {
      this.plotName = plotName;
      this.pixels = pixels;
    }

    String plotName() {
      return plotName;
    }

    String pixels() {
      return pixels;
    }
  }

  /** Lets-Plot's numbers of marks and the same marks for the legend, as paths around the origin. */
  enum Mark {
    CIRCLE(19, "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"),
    SQUARE(15, "M-3.6-3.6h7.2v7.2h-7.2z"),
    TRIANGLE(17, "M0-4.6 4.4 3.4h-8.8z"),
    DIAMOND(18, "M0-5 5 0 0 5-5 0z");

    private final int plotShape;
    private final String path;

    Mark(int plotShape, String path) {
      this.plotShape = plotShape;
      this.path = path;
    }

    int plotShape() {
      return plotShape;
    }

    String path() {
      return path;
    }
  }

  private static final List<Dash> DASHES = List.of(Dash.values());
  private static final List<Mark> MARKS = List.of(Mark.values());

  private SeriesStyle() {}

  static Dash dash(int index) {
    return DASHES.get(index % DASHES.size());
  }

  static Mark mark(int index) {
    return MARKS.get(index % MARKS.size());
  }
}
