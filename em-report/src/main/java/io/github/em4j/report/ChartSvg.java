package io.github.em4j.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Draws with Lets-Plot, which needs neither fonts nor a display, and makes the picture part of a
 * page: its own styles and random names are taken out, colours become variables of the page's style
 * sheet, so that one picture serves light and dark and the same chart gives the same bytes.
 */
final class ChartSvg {

  private ChartSvg() {}

  /**
   * Draws a chart.
   *
   * @param drawing what is to be drawn
   * @param id a name that no other picture of the page has
   * @param label the alternative text
   * @return one svg element
   */
  static String draw(Drawing drawing, String id, String label) {
    var size = new DoubleVector(drawing.width(), drawing.height());
    Map<String, Object> spec = drawing.spec().build();
    String svg =
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            spec, size, ChartSvg::refuseRaster, false);
    String head =
        "<svg class=\"plot\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">"
            .formatted(
                Html.escape(label),
                drawing.width(),
                drawing.height(),
                drawing.width(),
                drawing.height());
    return head
        + new SvgCleaner(id, drawing.spec()).clean(parse(svg).getDocumentElement())
        + "</svg>";
  }

  private static String refuseRaster(int width, int height, int[] pixels) {
    throw new UnsupportedOperationException("a chart has no pixel image in it");
  }

  private static Document parse(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The default handler prints to the error stream what it throws as well.
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(svg)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException("the chart library drew no well-formed picture: " + e, e);
    }
  }
}
