package io.github.em4j.report;

import io.github.em4j.report.Palette.Ink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Lets-Plot is to draw, in the maps that its {@code ggplot} specification consists of. Places
 * are plain numbers and colours are placeholders of the {@link Palette}; nothing is left to
 * defaults that would look like another library's picture.
 */
final class PlotSpec {
  /** The height of a line of an axis' label, in pixels. */
  static final int LINE = 14;

  /** The most characters of an axis' title; all of it stands in the table of the numbers. */
  private static final int TITLE = 44;

  private final PlotAxis x;
  private final PlotAxis y;
  private final List<Object> layers = new ArrayList<>();
  private boolean gridX;
  private boolean gridY;

  PlotSpec(PlotAxis x, PlotAxis y) {
    this.x = x;
    this.y = y;
  }

  PlotSpec gridX() {
    gridX = true;
    return this;
  }

  PlotSpec gridY() {
    gridY = true;
    return this;
  }

  /** The horizontal axis. */
  PlotAxis x() {
    return x;
  }

  /** The vertical axis. */
  PlotAxis y() {
    return y;
  }

  /** Starts a layer; it counts once {@link Layer#add} is called. */
  Layer layer(String geometry) {
    return new Layer(geometry);
  }

  /** Shapes of one kind: columns of places, and what is the same for all of them. */
  final class Layer {
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final Map<String, Object> data = new LinkedHashMap<>();
    private final Map<String, Object> mapping = new LinkedHashMap<>();

    private Layer(String geometry) {
      options.put("geom", geometry);
      options.put("stat", "identity");
      options.put("position", "identity");
      // Without this, Lets-Plot leaves points out at random when there are many.
      options.put("sampling", "none");
      options.put("tooltips", "none");
      options.put("show_legend", false);
    }

    Layer column(String aesthetic, List<?> values) {
      data.put(aesthetic, new ArrayList<>(values));
      mapping.put(aesthetic, aesthetic);
      return this;
    }

    Layer with(String option, Object value) {
      options.put(option, value);
      return this;
    }

    void add() {
      options.put("data", data);
      options.put("mapping", mapping);
      layers.add(options);
    }
  }

  /** The specification; modifiable all through, as Lets-Plot asks for. */
  Map<String, Object> build() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("kind", "plot");
    spec.put("layers", layers);
    List<Object> scales = new ArrayList<>();
    scales.add(scale("x", x));
    scales.add(scale("y", y));
    // Colours that come in columns are meant as they are.
    for (String aesthetic : List.of("fill", "color")) {
      Map<String, Object> identity = new LinkedHashMap<>();
      identity.put("aesthetic", aesthetic);
      identity.put("scale_mapper_kind", "identity");
      identity.put("guide", "none");
      scales.add(identity);
    }
    spec.put("scales", scales);
    spec.put("theme", theme());
    return spec;
  }

  private static Map<String, Object> scale(String aesthetic, PlotAxis axis) {
    Map<String, Object> scale = new LinkedHashMap<>();
    scale.put("aesthetic", aesthetic);
    scale.put("name", Labels.shorten(axis.title(), TITLE));
    scale.put("limits", new ArrayList<>(List.of(axis.low(), axis.high())));
    scale.put("expand", new ArrayList<>(List.of(0.0, 0.0)));
    if (!axis.ticks().isEmpty()) {
      scale.put(
          "breaks", new ArrayList<>(axis.ticks().stream().map(PlotAxis.Tick::place).toList()));
      scale.put("labels", new ArrayList<>(axis.stands()));
    }
    if (axis.onTop()) {
      scale.put("position", "top");
    }
    return scale;
  }

  private Map<String, Object> theme() {
    Map<String, Object> theme = new LinkedHashMap<>();
    theme.put("name", "minimal");
    theme.put("legend_position", "none");
    theme.put("plot_background", blank());
    theme.put("panel_background", blank());
    theme.put("panel_grid_minor", blank());
    theme.put("panel_grid_major_x", gridX ? line(Ink.GRID) : blank());
    theme.put("panel_grid_major_y", gridY ? line(Ink.GRID) : blank());
    theme.put("axis_line", blank());
    theme.put("axis_ticks", blank());
    Map<String, Object> labels = text(Ink.MUTED, 12);
    // A given angle keeps Lets-Plot from tilting or shifting labels that it takes for too wide.
    labels.put("angle", 0);
    theme.put("axis_text_x", labels);
    theme.put("axis_text_y", text(Ink.MUTED, 12));
    theme.put("axis_ticks_length", 4);
    theme.put("axis_title", text(Ink.TEXT, 13));
    // Lets-Plot makes room for one line of a label.
    int more = LINE * (x.lines() - 1);
    Map<String, Object> titleX = text(Ink.TEXT, 13);
    titleX.put("margin", x.onTop() ? margin(0, more + 6) : margin(more + 6, 0));
    theme.put("axis_title_x", titleX);
    theme.put("plot_margin", x.title().isEmpty() ? margin(4, 4 + more) : margin(4, 4));
    if (x.title().isEmpty()) {
      theme.put("axis_title_x", blank());
    }
    if (y.title().isEmpty()) {
      theme.put("axis_title_y", blank());
    }
    return theme;
  }

  private static Map<String, Object> margin(int top, int bottom) {
    Map<String, Object> margin = new LinkedHashMap<>();
    margin.put("t", top);
    margin.put("r", 4);
    margin.put("b", bottom);
    margin.put("l", 4);
    return margin;
  }

  private static Map<String, Object> blank() {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("blank", true);
    return element;
  }

  private static Map<String, Object> line(Ink ink) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("color", ink.placeholder());
    element.put("size", 1);
    return element;
  }

  private static Map<String, Object> text(Ink ink, int pixels) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("color", ink.placeholder());
    element.put("size", pixels);
    return element;
  }
}
