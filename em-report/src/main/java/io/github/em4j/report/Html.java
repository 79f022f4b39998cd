package io.github.em4j.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A page in the making. Text and attribute values are escaped on their way in, and every element is
 * closed, so that the page is well-formed XML whatever the text. Not safe for use by many threads.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Text that is nothing but text, in an element as in an attribute. */
  static String escape(String text) {
    String allowed = PlainText.allowed(text);
    StringBuilder escaped = new StringBuilder(allowed.length() + 16);
    for (int i = 0; i < allowed.length(); i++) {
      char c = allowed.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * Opens an element.
   *
   * @param element its name
   * @param attributes names and values in turn
   */
  Html open(String element, String... attributes) {
    tag(element, attributes).append('>');
    open.push(element);
    return this;
  }

  /** Closes the element that was opened last. */
  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content. */
  Html empty(String element, String... attributes) {
    tag(element, attributes).append("/>");
    return this;
  }

  /** An element with text. */
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** What is markup already and well-formed in itself. */
  Html markup(String markup) {
    out.append(markup);
    return this;
  }

  /** Ends a line of the source, between elements where white space does not show. */
  Html line() {
    out.append('\n');
    return this;
  }

  private StringBuilder tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escape(attributes[i + 1])).append('"');
    }
    return out;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }
}
