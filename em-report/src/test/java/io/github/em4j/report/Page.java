package io.github.em4j.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A rendered page, read as XML. */
final class Page {
  private final Document document;

  private Page(Document document) {
    this.document = document;
  }

  /** Fails if the page is not well-formed. */
  static Page of(Report report) {
    try {
      // XML knows no document type of this short form.
      String html = ReportFormat.HTML.render(report).replace("<!DOCTYPE html>\n", "");
      return new Page(
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(html))));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e, e);
    }
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }

  List<Element> elements(String name) {
    return within(document.getDocumentElement(), name);
  }

  static List<Element> within(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
