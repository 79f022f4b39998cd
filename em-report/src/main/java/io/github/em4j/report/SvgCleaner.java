package io.github.em4j.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Writes the content of a picture anew with what a page needs of it and nothing else: only elements
 * and attributes known here, numbers to a hundredth of a pixel, colours as variables. Made for one
 * picture.
 */
final class SvgCleaner {
  private static final Set<String> ELEMENTS =
      Set.of("g", "path", "line", "rect", "circle", "text", "tspan", "defs", "clipPath");
  private static final Set<String> PLACES =
      Set.of(
          "transform",
          "x",
          "y",
          "x1",
          "y1",
          "x2",
          "y2",
          "cx",
          "cy",
          "r",
          "d",
          "width",
          "height",
          "dx",
          "dy",
          "stroke-width",
          "stroke-dasharray",
          "fill-opacity",
          "stroke-opacity");
  private static final Set<String> WORDS = Set.of("text-anchor", "fill-rule");

  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:[eE]-?\\d+)?");
  private static final Pattern COLOUR = Pattern.compile("rgb\\((\\d+), ?(\\d+), ?(\\d+)\\)");
  private static final Pattern HEX_COLOUR = Pattern.compile("#[0-9a-f]{6}");
  private static final Pattern REFERENCE = Pattern.compile("url\\(#([^)]+)\\)");
  private static final Pattern NO_MOVE = Pattern.compile("translate\\(0 0\\)|rotate\\(0 .*\\)");

  /** What moves a line of an axis' label down, so that its middle is where it is set. */
  private static final double MIDDLE = 4.2;

  private final String id;
  private final PlotSpec spec;
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();

  SvgCleaner(String id, PlotSpec spec) {
    this.id = id;
    this.spec = spec;
  }

  String clean(Element svg) {
    writeChildren(svg);
    return out.toString();
  }

  private void writeChildren(Element parent) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && ELEMENTS.contains(element.getTagName())) {
        write(element);
      } else if (child.getNodeType() == Node.TEXT_NODE && isText(parent)) {
        writeText(parent, child.getNodeValue().strip());
      }
    }
  }

  private void writeText(Element element, String text) {
    switch (element.getAttribute("class")) {
      case "axis-text-x" -> writeLines(spec.x().label(text), spec.x().onTop() ? 1 : 0);
      case "axis-text-y" -> writeLines(spec.y().label(text), 0.5);
      default -> out.append(Html.escape(text));
    }
  }

  /** Writes lines below each other, moved up by a share of what they are higher than one line. */
  private void writeLines(String label, double up) {
    int more = Labels.lines(label) - 1;
    if (more <= 0) {
      out.append(Html.escape(label));
      return;
    }
    double dy = MIDDLE - up * more * PlotSpec.LINE;
    for (String line : label.lines().toList()) {
      out.append("<tspan x=\"0\" dy=\"").append(round(BigDecimal.valueOf(dy))).append("\">");
      out.append(Html.escape(line)).append("</tspan>");
      dy = PlotSpec.LINE;
    }
  }

  private static boolean isText(Element element) {
    return element.getTagName().equals("text") || element.getTagName().equals("tspan");
  }

  private void write(Element element) {
    Map<String, String> attributes = attributes(element);
    boolean isGroup = element.getTagName().equals("g");
    if (isGroup && attributes.isEmpty()) {
      writeChildren(element);
      return;
    }
    int before = out.length();
    out.append('<').append(element.getTagName());
    attributes.forEach(
        (name, value) ->
            out.append(' ').append(name).append("=\"").append(Html.escape(value)).append('"'));
    out.append('>');
    int open = out.length();
    writeChildren(element);
    if (out.length() > open) {
      out.append("</").append(element.getTagName()).append('>');
    } else if (isGroup) {
      out.setLength(before);
    } else {
      out.setLength(open - 1);
      out.append("/>");
    }
  }

  private Map<String, String> attributes(Element element) {
    Map<String, String> kept = new LinkedHashMap<>();
    StringBuilder style = new StringBuilder();
    if (element.getTagName().equals("text")) {
      String role = element.getAttribute("class");
      kept.put(
          "class", role.startsWith("axis-") ? role.substring(0, role.lastIndexOf('-')) : "mark");
    }
    NamedNodeMap all = element.getAttributes();
    for (int i = 0; i < all.getLength(); i++) {
      Attr attribute = (Attr) all.item(i);
      keep(element, attribute.getName(), attribute.getValue(), kept, style);
    }
    if (element.getTagName().equals("g")) {
      kept.keySet().retainAll(Set.of("transform", "clip-path"));
    } else if (style.length() > 0) {
      kept.put("style", style.toString());
    }
    return kept;
  }

  private void keep(
      Element element, String name, String value, Map<String, String> kept, StringBuilder style) {
    if (PLACES.contains(name)) {
      String rounded = round(value);
      boolean isDefault =
          (name.endsWith("opacity") && rounded.equals("1")) || NO_MOVE.matcher(rounded).matches();
      if (!isDefault) {
        kept.put(name, rounded);
      }
    } else if (WORDS.contains(name)) {
      kept.put(name, value);
    } else if (name.equals("fill") || name.equals("stroke")) {
      if (isUnseen(element, name)) {
        return;
      }
      if (value.equals("none") || value.equals("transparent")) {
        kept.put(name, "none");
      } else {
        style.append(name).append(':').append(colour(value)).append(';');
      }
    } else if (name.equals("style")) {
      keepFillOf(value, style);
    } else if (name.equals("id") && element.getTagName().equals("clipPath")) {
      kept.put(name, idFor(value));
    } else if (name.equals("clip-path")) {
      Matcher reference = REFERENCE.matcher(value);
      if (reference.matches()) {
        kept.put(name, "url(#" + idFor(reference.group(1)) + ")");
      }
    }
  }

  /** Of a style, the colour counts; sizes and fonts are the page's. */
  private static void keepFillOf(String value, StringBuilder style) {
    for (String declaration : value.split(";", -1)) {
      String[] parts = declaration.split(":", 2);
      if (parts.length == 2 && parts[0].strip().equals("fill")) {
        style.append("fill:").append(colour(parts[1].strip())).append(';');
      }
    }
  }

  private String idFor(String random) {
    return ids.computeIfAbsent(random, unseen -> id + "-clip" + (ids.size() + 1));
  }

  /** A line has no inside, and a stroke without width is none. */
  private static boolean isUnseen(Element element, String paint) {
    return paint.equals("fill")
        ? element.getTagName().equals("line")
        : round(element.getAttribute("stroke-width")).equals("0");
  }

  private static String colour(String value) {
    Matcher rgb = COLOUR.matcher(value);
    Optional<String> variable = Optional.empty();
    if (rgb.matches()) {
      variable =
          Palette.variable(
              Integer.parseInt(rgb.group(1)),
              Integer.parseInt(rgb.group(2)),
              Integer.parseInt(rgb.group(3)));
    } else if (HEX_COLOUR.matcher(value).matches()) {
      int colour = Integer.parseInt(value.substring(1), 16);
      variable = Palette.variable(colour >> 16, colour >> 8 & 0xff, colour & 0xff);
    }
    return variable.orElse("currentColor");
  }

  private static String round(String value) {
    return LONG_NUMBER
        .matcher(value.strip().replaceAll("\\s+\\)", ")"))
        .replaceAll(number -> round(new BigDecimal(number.group())));
  }

  private static String round(BigDecimal number) {
    BigDecimal rounded = number.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
