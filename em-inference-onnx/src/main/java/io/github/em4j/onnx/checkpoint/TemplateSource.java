package io.github.em4j.onnx.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites a template for Jinjava. White space around tags goes here as Jinja's lexer has it with
 * {@code trim_blocks} and {@code lstrip_blocks}: Jinjava takes blanks before a tag away that stand
 * behind other text of the line. And some forms that Jinjava cannot read, or reads as something
 * else without a word, are replaced or refused.
 */
final class TemplateSource {
  /** Marks the assistant's words for training; means nothing here. */
  private static final Pattern GENERATION_TAG = Pattern.compile("\\s*(end)?generation\\s*");

  private static final Pattern RAW_TAG = Pattern.compile("\\s*raw\\s*");
  private static final Pattern END_OF_RAW = Pattern.compile("\\{%[-+]?\\s*endraw\\s*[-+]?%}");

  /** Jinjava takes {@code a=b|c - 1} in a call for {@code (a=b|c) - 1}. */
  private static final Pattern NAMED_SUM =
      Pattern.compile("(\\w\\s*=\\s*)([\\w.]+\\s*\\|\\s*\\w+\\s*[-+*]\\s*\\w+)(?=\\s*[,)])");

  /** Fields of {@code loop} that Jinjava would take for unknown ones. */
  private static final Pattern UNKNOWN_LOOP_FIELD =
      Pattern.compile("\\bloop\\s*\\.\\s*(previtem|nextitem|changed)\\b");

  private final String source;
  private final StringBuilder result = new StringBuilder();
  private int position;

  /** Whether what stands before {@link #position} is the beginning of a line. */
  private boolean lineStarts = true;

  private TemplateSource(String source) {
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
  }

  /**
   * The template that makes Jinjava, without any trimming, write what Jinja writes.
   *
   * @throws TemplateEngine.Fault if it cannot be done
   */
  static String forJinjava(String source) {
    return new TemplateSource(source).rewritten();
  }

  private String rewritten() {
    for (int tag = nextTag(); tag >= 0; tag = nextTag()) {
      char kind = source.charAt(tag + 1);
      int end = endOfTag(tag, kind);
      boolean signed = tag + 2 < end && "-+".indexOf(source.charAt(tag + 2)) >= 0;
      char sign = signed ? source.charAt(tag + 2) : ' ';
      char endSign = end > tag + 3 ? source.charAt(end - 1) : ' ';
      boolean endSigned = endSign == '-' || (endSign == '+' && kind != '{');
      writeText(source.substring(position, tag), kind, sign);
      writeTag(kind, source.substring(tag + (signed ? 3 : 2), end - (endSigned ? 1 : 0)));
      position = end + 2;
      if (kind == '%' && isRaw(tag, end)) {
        // Behind this tag alone Jinja leaves the end of the line.
        skipBehind('{', endSign);
        copyRaw();
      } else {
        skipBehind(kind, endSign);
      }
    }
    return result.append(source, position, source.length()).toString();
  }

  private boolean isRaw(int tag, int end) {
    return RAW_TAG.matcher(source.substring(tag + 2, end).replaceAll("^[-+]|[-+]$", "")).matches();
  }

  /** What stands in a raw block is text; its end is written as it is found. */
  private void copyRaw() {
    Matcher end = END_OF_RAW.matcher(source);
    if (!end.find(position)) {
      throw new TemplateEngine.Fault("it has a raw block without end", null);
    }
    String tag = end.group();
    writeText(source.substring(position, end.start()), '%', tag.charAt(2));
    writeTag('%', " endraw ");
    position = end.end();
    skipBehind('%', tag.charAt(tag.length() - 3));
  }

  private int nextTag() {
    for (int at = source.indexOf('{', position); at >= 0; at = source.indexOf('{', at + 1)) {
      if (at + 1 < source.length() && "{%#".indexOf(source.charAt(at + 1)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** Where {@code %}} or the like begins; in a text of the tag it ends nothing. */
  private int endOfTag(int tag, char kind) {
    String closing = (kind == '{' ? "}" : String.valueOf(kind)) + "}";
    char quote = 0;
    int braces = 0;
    for (int i = tag + 2; i < source.length(); i++) {
      char c = source.charAt(i);
      if (quote != 0) {
        i += c == '\\' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (kind != '#' && (c == '\'' || c == '"')) {
        quote = c;
      } else if (kind == '{' && c == '{') {
        braces++;
      } else if (kind == '{' && c == '}' && braces > 0) {
        braces--;
      } else if (source.startsWith(closing, i)) {
        return i;
      }
    }
    throw new TemplateEngine.Fault("it has a tag without end", null);
  }

  private void writeText(String text, char kind, char sign) {
    String kept = text;
    if (sign == '-') {
      kept = text.stripTrailing();
    } else if (kind != '{' && sign != '+') {
      int line = text.lastIndexOf('\n') + 1;
      if ((line > 0 || lineStarts)
          && text.substring(line).chars().allMatch(TemplateSource::blank)) {
        kept = text.substring(0, line);
      }
    }
    if (kept.endsWith("{")) {
      throw new TemplateEngine.Fault("it has a brace before a tag", null);
    }
    result.append(kept);
  }

  private static boolean blank(int c) {
    return c == ' ' || c == '\t';
  }

  private void writeTag(char kind, String content) {
    if (kind == '#') {
      return;
    }
    Matcher generation = GENERATION_TAG.matcher(content);
    if (kind == '%' && generation.matches()) {
      result.append(generation.group(1) == null ? "{% if true %}" : "{% endif %}");
      return;
    }
    Matcher unknown = UNKNOWN_LOOP_FIELD.matcher(content);
    if (unknown.find()) {
      throw new TemplateEngine.Fault(
          "it uses loop." + unknown.group(1) + ", which em4j does not compute", null);
    }
    // The space keeps a sign that belongs to an expression apart from the tag.
    result.append('{').append(kind).append(' ').append(readable(content)).append(' ');
    result.append(kind == '{' ? '}' : kind).append('}');
  }

  private static String readable(String content) {
    var text = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (quote != 0 && c == '\\' && i + 1 < content.length()) {
        text.append(c);
        c = content.charAt(++i);
      } else if (quote == 0 && content.startsWith("[::-1]", i)) {
        text.append('|').append(TemplateFilters.REVERSED);
        i += "[::-1]".length() - 1;
        continue;
      } else if (c == '\'' || c == '"') {
        quote = quote == 0 ? c : c == quote ? 0 : quote;
      }
      text.append(c);
    }
    return NAMED_SUM.matcher(text).replaceAll("$1($2)");
  }

  private void skipBehind(char kind, char endSign) {
    int behind = position;
    if (endSign == '-') {
      while (behind < source.length() && Character.isWhitespace(source.charAt(behind))) {
        behind++;
      }
    } else if (kind != '{' && endSign != '+' && source.startsWith("\n", behind)) {
      behind++;
    }
    lineStarts = behind > position && source.charAt(behind - 1) == '\n';
    position = behind;
  }
}
