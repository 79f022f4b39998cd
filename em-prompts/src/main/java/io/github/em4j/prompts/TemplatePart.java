package io.github.em4j.prompts;

/** A piece of a template: fixed text, or the place of one side. */
sealed interface TemplatePart {

  /** The piece as a template would spell it. */
  String source();

  /** Fixed text, as it appears in the prompt. */
  record Literal(String text) implements TemplatePart {
    @Override
    public String source() {
      return text.replace("{", "{{").replace("}", "}}");
    }
  }

  /** The place of one side. */
  record Value(Side side, Quoting quoting) implements TemplatePart {
    @Override
    public String source() {
      return "{" + side.placeholder + "}";
    }

    String render(String left, String right) {
      String value = ValueText.onOneLine(side == Side.LEFT ? left : right);
      return quoting.quoted() ? ValueText.insideQuotes(value, quoting.mark()) : value;
    }
  }

  /** Which side of a pair. */
  enum Side {
    /** The side of {@code {left}}. */
    LEFT("left"),
    /** The side of {@code {right}}. */
    RIGHT("right");

    private final String placeholder;

    Side(String placeholder) {
      this.placeholder = placeholder;
    }

    String placeholder() {
      return placeholder;
    }
  }

  /** The quotation mark around a place; {@code mark} means nothing where there is none. */
  record Quoting(boolean quoted, char mark) {
    static final Quoting NONE = new Quoting(false, '\0');

    static Quoting between(String text, int before, int after) {
      if (before < 0 || after >= text.length()) {
        return NONE;
      }
      char mark = text.charAt(before);
      return ValueText.isQuote(mark) && text.charAt(after) == mark ? new Quoting(true, mark) : NONE;
    }
  }
}
